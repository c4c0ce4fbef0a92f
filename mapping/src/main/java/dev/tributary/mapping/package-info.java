/** Turns what a source sent into FHIR R4: pure functions, no I/O, no clock, no random. */
@NullMarked
package dev.tributary.mapping;

import org.jspecify.annotations.NullMarked;
