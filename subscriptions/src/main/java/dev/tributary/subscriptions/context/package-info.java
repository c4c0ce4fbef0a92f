/** What surrounds an event, read as its subscriber may see it: for formats that carry more than the focus. */
@NullMarked
package dev.tributary.subscriptions.context;

import org.jspecify.annotations.NullMarked;
