/** What the decisions are worth: the hub's way of deciding, run over records whose truth is known. */
@NullMarked
package dev.tributary.identity.evaluation;

import org.jspecify.annotations.NullMarked;
