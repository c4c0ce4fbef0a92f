/** The load scenarios. */
@NullMarked
package dev.tributary.bench.scenario;

import org.jspecify.annotations.NullMarked;
