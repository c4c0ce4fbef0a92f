/** Text files of sources: read row by row into the journal, with their progress. */
@NullMarked
package dev.tributary.server.csv;

import org.jspecify.annotations.NullMarked;
