/** Times, percentiles, and results as a table and as JSON. */
@NullMarked
package dev.tributary.bench.measure;

import org.jspecify.annotations.NullMarked;
