/** Learning a model from records of which nobody knows who is who. */
@NullMarked
package dev.tributary.identity.training;

import org.jspecify.annotations.NullMarked;
