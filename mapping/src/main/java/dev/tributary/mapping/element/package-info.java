/** Where a value goes in a FHIR resource, named as FHIRPath names it. */
@NullMarked
package dev.tributary.mapping.element;

import org.jspecify.annotations.NullMarked;
