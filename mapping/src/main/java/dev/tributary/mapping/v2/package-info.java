/** HL7 v2 in, FHIR R4 out: reading ER7, acknowledging it and mapping it. */
@NullMarked
package dev.tributary.mapping.v2;

import org.jspecify.annotations.NullMarked;
