/** The document as a document: kept as it came, with its narrative. */
@NullMarked
package dev.tributary.mapping.ccda.document;

import org.jspecify.annotations.NullMarked;
