/** What a subscriber does not want to hear, or not now. */
@NullMarked
package dev.tributary.subscriptions.quieting;

import org.jspecify.annotations.NullMarked;
