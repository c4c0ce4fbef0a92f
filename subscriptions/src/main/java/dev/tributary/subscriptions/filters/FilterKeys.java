package dev.tributary.subscriptions.filters;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of {@code hub.subscription_key}. A subscription stands under its most selective filter, once for each of the filter's values; an
 * event looks under all of its own. So what an event reads is what can match it, however many subscriptions its topic has.
 */
public final class FilterKeys {

    private static final int LONGEST_KIND = 60;
    private static final int LONGEST = 300;
    /** More values than these are not worth a row each. */
    private static final int MOST_VALUES = 2_000;

    /** The most selective first; what is not named here comes after these, what cannot be looked up last. */
    private static final List<String> SELECTIVE = List.of(
            "patient",
            "roster",
            "encounter",
            "patient.general-practitioner",
            "participant",
            "performer",
            "author",
            "requester",
            "owner",
            "location",
            "diagnosis",
            "reason-code",
            "code",
            "service-provider",
            "patient.organization",
            "organization");

    private static final Set<String> DULL = Set.of("class", "status", "category", "intent", "priority");
    private static final Set<String> NEVER =
            Set.of("date", "birthdate", "patient.birthdate", "patient.identifier", "_deleted");

    private FilterKeys() {}

    /** Where a subscription with these filters stands. */
    public static List<String> of(String kind, List<EventFilter> filters) {
        List<String> best = List.of("*");
        int rank = Integer.MAX_VALUE;
        for (EventFilter filter : filters) {
            List<String> keys = filter.keys();
            if (!keys.isEmpty() && keys.size() <= MOST_VALUES) {
                int its = rank(keys.get(0).substring(0, keys.get(0).indexOf('=')));
                if (its < rank || (its == rank && keys.size() < best.size())) {
                    best = keys;
                    rank = its;
                }
            }
        }
        return best.stream().distinct().map(key -> prefix(kind) + key).toList();
    }

    private static int rank(String name) {
        int named = SELECTIVE.indexOf(name);
        if (named >= 0) {
            return named;
        }
        return DULL.contains(name) ? SELECTIVE.size() + 1 : SELECTIVE.size();
    }

    /** Under which keys an event finds all subscriptions that may want it. */
    public static List<String> of(Occurrence occurrence) {
        Set<String> keys = new LinkedHashSet<>();
        keys.add("*");
        occurrence.patients().forEach(patient -> keys.add(key("patient", patient)));
        occurrence.rosters().forEach(roster -> keys.add(key("roster", Long.toString(roster))));
        occurrence.facts().forEach((name, values) -> {
            if (!NEVER.contains(name)) {
                values.forEach(value -> keys.add(key(name, code(value))));
            }
        });
        String prefix = prefix(occurrence.kind());
        List<String> all = new ArrayList<>(keys.size());
        keys.forEach(key -> all.add(prefix + key));
        return all;
    }

    static String key(String name, String value) {
        String key = name + "=" + value;
        return key.length() > LONGEST ? name + "=#" + hash(value) : key;
    }

    /** Tokens stand under their code alone; the system is compared in memory. */
    static String code(String token) {
        return token.substring(token.lastIndexOf('|') + 1);
    }

    private static String prefix(String kind) {
        return (kind.length() > LONGEST_KIND ? "#" + hash(kind) : kind) + ":";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JVM has it.
        }
    }
}
