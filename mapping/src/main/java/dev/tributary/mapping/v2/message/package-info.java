/** HL7 v2 messages to changes of the record: which segments of which trigger event become what. */
@NullMarked
package dev.tributary.mapping.v2.message;

import org.jspecify.annotations.NullMarked;
