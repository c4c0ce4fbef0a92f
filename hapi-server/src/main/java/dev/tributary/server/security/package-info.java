/** Who may do what: the hub's own OAuth2 authorization server, the check of every request's token, and the caller it names. */
@NullMarked
package dev.tributary.server.security;

import org.jspecify.annotations.NullMarked;
