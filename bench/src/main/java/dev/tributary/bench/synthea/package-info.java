/** A population made by Synthea in a JVM of its own. */
@NullMarked
package dev.tributary.bench.synthea;

import org.jspecify.annotations.NullMarked;
