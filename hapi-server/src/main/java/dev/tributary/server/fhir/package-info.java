/** The FHIR R4 server at {@code /fhir}: who may see what, and what consumers see first. */
@NullMarked
package dev.tributary.server.fhir;

import org.jspecify.annotations.NullMarked;
