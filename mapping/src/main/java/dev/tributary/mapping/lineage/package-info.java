/** Which input place each FHIR element came from, and which places nothing carries: found out by changing one place at a time. */
@NullMarked
package dev.tributary.mapping.lineage;

import org.jspecify.annotations.NullMarked;
