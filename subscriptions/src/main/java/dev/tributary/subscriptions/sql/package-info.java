/** What statements of several packages have in common. */
@NullMarked
package dev.tributary.subscriptions.sql;

import org.jspecify.annotations.NullMarked;
