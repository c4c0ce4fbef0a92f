/** Invented people with invented errors, to measure with. */
@NullMarked
package dev.tributary.identity.population;

import org.jspecify.annotations.NullMarked;
