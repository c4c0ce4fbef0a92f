/** What can be subscribed to: events of every change that a topic watches, and topics that clients define. */
@NullMarked
package dev.tributary.server.topics;

import org.jspecify.annotations.NullMarked;
