/** Events as HL7 v2 messages over MLLP, for those who listen to nothing else. */
@NullMarked
package dev.tributary.subscriptions.hl7v2;

import org.jspecify.annotations.NullMarked;
