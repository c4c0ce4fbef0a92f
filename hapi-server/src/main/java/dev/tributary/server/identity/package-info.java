/** Who is who: what stewards decide, what others may ask, and how the hub matches. */
@NullMarked
package dev.tributary.server.identity;

import org.jspecify.annotations.NullMarked;
