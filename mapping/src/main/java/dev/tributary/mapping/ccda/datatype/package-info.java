/** Data types of CDA to data types of FHIR, and the code maps they use. */
@NullMarked
package dev.tributary.mapping.ccda.datatype;

import org.jspecify.annotations.NullMarked;
