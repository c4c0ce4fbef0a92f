/** The vertical-bar encoding of HL7 v2 (ER7) as immutable values, tolerant of what real senders do. */
@NullMarked
package dev.tributary.mapping.v2.er7;

import org.jspecify.annotations.NullMarked;
