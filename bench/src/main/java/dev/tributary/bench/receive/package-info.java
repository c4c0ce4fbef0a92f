/** A subscriber: registers subscriptions, receives notifications, counts what is missing. */
@NullMarked
package dev.tributary.bench.receive;

import org.jspecify.annotations.NullMarked;
