/** HL7 v2 segments to FHIR R4 resources, one class per map of HL7's v2-to-FHIR guide. */
@NullMarked
package dev.tributary.mapping.v2.segment;

import org.jspecify.annotations.NullMarked;
