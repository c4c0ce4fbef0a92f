/** HL7 v2 data types to FHIR R4 data types and the small resources that stand behind them, named as HL7's v2-to-FHIR maps. */
@NullMarked
package dev.tributary.mapping.v2.datatype;

import org.jspecify.annotations.NullMarked;
