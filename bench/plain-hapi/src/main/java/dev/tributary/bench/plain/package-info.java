/** A plain HAPI FHIR JPA server, set up as HAPI's own starter sets it up by default. */
@NullMarked
package dev.tributary.bench.plain;

import org.jspecify.annotations.NullMarked;
