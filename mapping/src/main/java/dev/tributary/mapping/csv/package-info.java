/** Delimited and fixed-width text files as changes to the record, as the source's file declares them. */
@NullMarked
package dev.tributary.mapping.csv;

import org.jspecify.annotations.NullMarked;
