/** A day of synthetic care, played against a running hub, and the account of what came of it. */
@NullMarked
package dev.tributary.server.demo;

import org.jspecify.annotations.NullMarked;
