/** A black-box test kit for any FHIR exchange. */
@NullMarked
package dev.tributary.conformance;

import org.jspecify.annotations.NullMarked;
