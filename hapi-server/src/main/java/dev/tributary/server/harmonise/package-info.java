/** Local codes and units in the words that everybody uses: translated on arrival, and again when a translation is added. */
@NullMarked
package dev.tributary.server.harmonise;

import org.jspecify.annotations.NullMarked;
