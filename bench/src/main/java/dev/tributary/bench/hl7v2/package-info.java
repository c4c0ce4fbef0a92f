/** A generated HL7 v2 stream and the MLLP client that sends it. */
@NullMarked
package dev.tributary.bench.hl7v2;

import org.jspecify.annotations.NullMarked;
