/** What a source's file changes in the result of a map, without Java. */
@NullMarked
package dev.tributary.mapping.custom;

import org.jspecify.annotations.NullMarked;
