/** What those who run the hub see of it: health, metrics, and log lines without patients in them. */
@NullMarked
package dev.tributary.server.observe;

import org.jspecify.annotations.NullMarked;
