/** What happened to an encounter, told from its state before and after. */
@NullMarked
package dev.tributary.subscriptions.events;

import org.jspecify.annotations.NullMarked;
