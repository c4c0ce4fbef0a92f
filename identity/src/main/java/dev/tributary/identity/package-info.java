/** When two records are one person. */
@NullMarked
package dev.tributary.identity;

import org.jspecify.annotations.NullMarked;
