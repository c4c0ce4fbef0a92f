/** How long events and notifications are kept. */
@NullMarked
package dev.tributary.subscriptions.retention;

import org.jspecify.annotations.NullMarked;
