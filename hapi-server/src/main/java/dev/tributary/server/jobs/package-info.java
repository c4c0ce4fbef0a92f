/** Work that is done from time to time, by one replica at a time. */
@NullMarked
package dev.tributary.server.jobs;

import org.jspecify.annotations.NullMarked;
