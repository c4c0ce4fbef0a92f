/** How the hub calls receivers: only where it may, over TLS it trusts, with the credentials and signatures they ask for. */
@NullMarked
package dev.tributary.subscriptions.outbound;

import org.jspecify.annotations.NullMarked;
