/** The hub process: its start, and the list of what it is made of. */
@NullMarked
package dev.tributary.server;

import org.jspecify.annotations.NullMarked;
