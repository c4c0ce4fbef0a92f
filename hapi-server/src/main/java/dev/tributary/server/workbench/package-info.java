/** For those who set up a source: dry runs with lineage, comparison of profiles, and what was lost on the way. */
@NullMarked
package dev.tributary.server.workbench;

import org.jspecify.annotations.NullMarked;
