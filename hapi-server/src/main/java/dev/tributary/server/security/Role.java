package dev.tributary.server.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a client may be; each is an OAuth2 scope of the same name in small letters. */
public enum Role {
    /** Sends messages and resources, reads its own. */
    SOURCE,
    /** Reads unified records. */
    READER,
    /** Has subscriptions and is notified. */
    SUBSCRIBER,
    /** Decides who is who: reads records, reviews, merges and splits. */
    STEWARD,
    /** Runs the hub: sees the journal, replays, acts for a source. */
    OPERATOR;

    public String scope() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As Spring Security knows it. */
    String authority() {
        return "SCOPE_" + scope();
    }

    static Optional<Role> ofAuthority(String authority) {
        return Arrays.stream(values())
                .filter(role -> role.authority().equals(authority))
                .findFirst();
    }

    static Set<String> scopes() {
        return Arrays.stream(values()).map(Role::scope).collect(Collectors.toUnmodifiableSet());
    }
}
