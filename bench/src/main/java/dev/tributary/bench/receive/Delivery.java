package dev.tributary.bench.receive;

import java.time.Instant;

/**
 * One event in one request that the receiver answered 200.
 *
 * @param subscription the name under which the receiver's path was registered
 * @param number the event number in that subscription; 0 if the notification carries none
 * @param focus the relative reference of what the event is about, without version; empty if not told
 * @param content the request's body as text, for finding the sender's own numbers in it
 * @param atNanos when the whole request was there, on {@link System#nanoTime()}
 * @param at the same on the wall clock
 */
public record Delivery(String subscription, long number, String focus, String content, long atNanos, Instant at) {}
