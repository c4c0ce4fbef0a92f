/** Panels of patients: uploads over HTTP, and Groups and Lists of the record that subscriptions follow. */
@NullMarked
package dev.tributary.server.rosters;

import org.jspecify.annotations.NullMarked;
