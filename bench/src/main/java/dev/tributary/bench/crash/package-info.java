/** Kill, restart, and account for every message and every event. */
@NullMarked
package dev.tributary.bench.crash;

import org.jspecify.annotations.NullMarked;
