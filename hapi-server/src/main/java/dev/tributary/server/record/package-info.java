/** One patient record: decides who the patient is and writes what sources say, in the storing transaction. */
@NullMarked
package dev.tributary.server.record;

import org.jspecify.annotations.NullMarked;
