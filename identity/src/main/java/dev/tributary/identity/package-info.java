/** Decides when two patient records are one person, and what the person's record says. Pure: its store is somebody else's. */
@NullMarked
package dev.tributary.identity;

import org.jspecify.annotations.NullMarked;
