/** Acknowledgement by people: a Task for each notification, and somebody else who hears of it when nobody takes it up. */
@NullMarked
package dev.tributary.subscriptions.acknowledgement;

import org.jspecify.annotations.NullMarked;
