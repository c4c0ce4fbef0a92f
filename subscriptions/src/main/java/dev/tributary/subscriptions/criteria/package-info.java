/** Judges a resource by itself, in memory: FHIR searches and FHIRPath, with bounds. */
@NullMarked
package dev.tributary.subscriptions.criteria;

import org.jspecify.annotations.NullMarked;
