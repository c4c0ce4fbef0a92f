/** Events on their way from the storing transaction to every subscription that wants them. */
@NullMarked
package dev.tributary.subscriptions.outbox;

import org.jspecify.annotations.NullMarked;
