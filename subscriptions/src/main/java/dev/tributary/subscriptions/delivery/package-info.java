/** Numbered notifications, in order and until they arrive. */
@NullMarked
package dev.tributary.subscriptions.delivery;

import org.jspecify.annotations.NullMarked;
