/** The sections of a C-CDA document: each entry becomes the resources that C-CDA on FHIR names for it. */
@NullMarked
package dev.tributary.mapping.ccda.section;

import org.jspecify.annotations.NullMarked;
