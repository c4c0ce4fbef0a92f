/** What a subscription asks of an event beyond its topic, tested in memory on the event's facts. */
@NullMarked
package dev.tributary.subscriptions.filters;

import org.jspecify.annotations.NullMarked;
