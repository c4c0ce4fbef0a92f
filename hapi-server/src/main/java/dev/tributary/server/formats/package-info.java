/** The languages that sources speak: each turns received bytes into changes, without a database and without a transport. */
@NullMarked
package dev.tributary.server.formats;

import org.jspecify.annotations.NullMarked;
