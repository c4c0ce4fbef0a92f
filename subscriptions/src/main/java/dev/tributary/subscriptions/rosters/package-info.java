/** Panels of patients that subscriptions name: uploaded lists, and Groups and Lists of the record. */
@NullMarked
package dev.tributary.subscriptions.rosters;

import org.jspecify.annotations.NullMarked;
