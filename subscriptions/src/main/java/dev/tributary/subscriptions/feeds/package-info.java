/** Two feeds may tell of one stay: what both say is one event. */
@NullMarked
package dev.tributary.subscriptions.feeds;

import org.jspecify.annotations.NullMarked;
