/** A black-box test kit for any FHIR exchange: what to run, against which target, and the command line. */
@NullMarked
package dev.tributary.conformance;

import org.jspecify.annotations.NullMarked;
