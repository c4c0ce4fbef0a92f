/** Notifications as records of Apache Kafka, for exchanges whose own systems read streams. */
@NullMarked
package dev.tributary.subscriptions.kafka;

import org.jspecify.annotations.NullMarked;
