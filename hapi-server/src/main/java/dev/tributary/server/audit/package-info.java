/** Who did what, written in the transaction that did it. */
@NullMarked
package dev.tributary.server.audit;

import org.jspecify.annotations.NullMarked;
