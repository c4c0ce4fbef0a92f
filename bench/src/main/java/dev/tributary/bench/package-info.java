/** Load, latency and crash scenarios against any FHIR server on this machine. */
@NullMarked
package dev.tributary.bench;

import org.jspecify.annotations.NullMarked;
