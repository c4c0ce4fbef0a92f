/** A discharge in a page: what the next clinician has to know, from all sources. */
@NullMarked
package dev.tributary.subscriptions.summary;

import org.jspecify.annotations.NullMarked;
