/** The header of a CDA document: the patient and everybody who took part. */
@NullMarked
package dev.tributary.mapping.ccda.header;

import org.jspecify.annotations.NullMarked;
