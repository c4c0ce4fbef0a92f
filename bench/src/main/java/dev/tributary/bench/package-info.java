/** Load, latency and crash scenarios. */
@NullMarked
package dev.tributary.bench;

import org.jspecify.annotations.NullMarked;
