/** How fast messages and documents become FHIR, on one core and without a hub. */
@NullMarked
package dev.tributary.bench.mapping;

import org.jspecify.annotations.NullMarked;
