/** FHIR R4 as a source speaks it: its own ids in, the hub's ids inside, its own ids back. */
@NullMarked
package dev.tributary.server.submission;

import org.jspecify.annotations.NullMarked;
