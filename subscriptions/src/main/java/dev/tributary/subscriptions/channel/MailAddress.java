package dev.tributary.subscriptions.channel;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One recipient, from an endpoint like {@code mailto:care@clinic.example}; nothing that a header could be smuggled in with is an address. */
record MailAddress(String local, String domain) {

    private static final Pattern MAILTO = Pattern.compile(
            "(?i:mailto:)?([A-Za-z0-9.!#$%&'*+/=^_`{|}~-]{1,64})@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)");

    /** The address, or empty if the endpoint is none; parameters such as {@code ?subject=} are not taken. */
    static Optional<MailAddress> of(String endpoint) {
        Matcher matcher = MAILTO.matcher(endpoint);
        return matcher.matches()
                ? Optional.of(new MailAddress(matcher.group(1), matcher.group(2).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** Whether the domain is this one. */
    boolean isOf(String allowed) {
        return domain.equals(allowed.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
