/** The channels of the Backport: rest-hook, websocket and e-mail. */
@NullMarked
package dev.tributary.subscriptions.channel;

import org.jspecify.annotations.NullMarked;
