/** From committed events to numbered notifications, found through an index of filters. */
@NullMarked
package dev.tributary.subscriptions.fanout;

import org.jspecify.annotations.NullMarked;
