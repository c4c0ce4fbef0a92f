/** The notification engine alone, in this process: no FHIR server, no sources. */
@NullMarked
package dev.tributary.bench.engine;

import org.jspecify.annotations.NullMarked;
