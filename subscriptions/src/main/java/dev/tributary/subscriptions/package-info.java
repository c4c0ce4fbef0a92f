/** Events, topics, fan-out and delivery on an outbox in the database. */
@NullMarked
package dev.tributary.subscriptions;

import org.jspecify.annotations.NullMarked;
