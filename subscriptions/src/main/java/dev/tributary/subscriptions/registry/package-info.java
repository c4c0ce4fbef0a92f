/** Who wants to know what, and where it may be sent. */
@NullMarked
package dev.tributary.subscriptions.registry;

import org.jspecify.annotations.NullMarked;
