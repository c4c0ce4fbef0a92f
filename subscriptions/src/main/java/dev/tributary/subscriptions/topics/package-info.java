/** What can be subscribed to: the topics that the hub knows. */
@NullMarked
package dev.tributary.subscriptions.topics;

import org.jspecify.annotations.NullMarked;
