/** C-CDA documents to FHIR R4, after HL7's guide C-CDA on FHIR: a document in, changes and issues out. */
@NullMarked
package dev.tributary.mapping.ccda;

import org.jspecify.annotations.NullMarked;
