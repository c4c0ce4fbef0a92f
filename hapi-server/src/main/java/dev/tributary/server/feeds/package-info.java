/** The ways in: MLLP, watched folders and HTTP. A feed moves bytes and knows nothing of what they mean. */
@NullMarked
package dev.tributary.server.feeds;

import org.jspecify.annotations.NullMarked;
