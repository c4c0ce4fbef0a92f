package dev.tributary.subscriptions.quieting;

import dev.tributary.subscriptions.quieting.Quieting.Digest;
import dev.tributary.subscriptions.quieting.Quieting.QuietHours;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Subscription;
import org.jspecify.annotations.Nullable;

/** Reads the extension {@code subscription-quieting} of a Subscription or its channel: one extension with one part for each wish. */
public final class QuietingReader {

    /** The extension's URL. */
    public static final String URL = "https://tributary.dev/fhir/StructureDefinition/subscription-quieting";

    private static final Set<String> PARTS = new TreeSet<>(Set.of(
            "one-per-episode",
            "minimum-severity",
            "digest",
            "digest-time",
            "quiet-from",
            "quiet-until",
            "time-zone",
            "most-per-hour",
            "pass-severity"));

    private final Map<String, String> parts = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private QuietingReader() {}

    /**
     * What was read.
     *
     * @param problems why it cannot be honoured, in sentences; empty if it can
     */
    public record Reading(Quieting quieting, List<String> problems) {}

    /** What the Subscription asks for; {@link Quieting#NONE} if it has no such extension. Parts that cannot be read are as if absent. */
    public static Reading read(Subscription subscription) {
        List<Extension> found = new ArrayList<>(subscription.getExtensionsByUrl(URL));
        found.addAll(subscription.getChannel().getExtensionsByUrl(URL));
        if (found.isEmpty()) {
            return new Reading(Quieting.NONE, List.of());
        }
        QuietingReader reader = new QuietingReader();
        if (found.size() > 1) {
            reader.problems.add("There may be one extension subscription-quieting.");
        }
        reader.collect(found.get(0));
        Quieting quieting = reader.quieting();
        return new Reading(quieting, List.copyOf(reader.problems));
    }

    private void collect(Extension extension) {
        for (Extension part : extension.getExtension()) {
            String name = String.valueOf(part.getUrl());
            String value = part.getValue() == null ? null : part.getValue().primitiveValue();
            if (!PARTS.contains(name) || value == null) {
                problems.add("subscription-quieting has no part " + name + " with such a value; its parts are "
                        + String.join(", ", PARTS) + ".");
            } else if (parts.put(name, value) != null) {
                problems.add("subscription-quieting: " + name + " is there twice.");
            }
        }
    }

    private Quieting quieting() {
        ZoneId zone = zone();
        String episode = parts.getOrDefault("one-per-episode", "false");
        if (!Set.of("true", "false").contains(episode)) {
            refuse("one-per-episode", "true or false");
        }
        Severity minimum = severity("minimum-severity");
        return new Quieting(
                episode.equals("true"),
                minimum == null ? Severity.ROUTINE : minimum,
                digest(),
                quietHours(),
                mostPerHour(),
                severity("pass-severity"),
                zone);
    }

    private ZoneId zone() {
        String name = parts.get("time-zone");
        boolean needed =
                parts.containsKey("digest-time") || parts.containsKey("quiet-from") || parts.containsKey("quiet-until");
        if (name == null) {
            if (needed) {
                problems.add("subscription-quieting: local times need time-zone, for instance Europe/Zurich.");
            }
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            refuse("time-zone", "an IANA time zone, for instance Europe/Zurich");
            return ZoneOffset.UTC;
        }
    }

    private @Nullable Digest digest() {
        String kind = parts.get("digest");
        LocalTime at = time("digest-time");
        if (kind == null) {
            if (at != null) {
                problems.add("subscription-quieting: digest-time belongs to digest = daily.");
            }
            return null;
        }
        if (kind.equals("daily")) {
            if (at == null) {
                problems.add("subscription-quieting: digest = daily needs digest-time, for instance 07:00:00.");
                return null;
            }
            return new Digest(at);
        }
        if (!kind.equals("hourly") || at != null) {
            refuse("digest", "hourly, or daily with digest-time");
            return null;
        }
        return new Digest(null);
    }

    private @Nullable QuietHours quietHours() {
        LocalTime from = time("quiet-from");
        LocalTime until = time("quiet-until");
        if (from == null && until == null) {
            return null;
        }
        if (from == null || until == null || from.equals(until)) {
            problems.add("subscription-quieting: quiet hours need quiet-from and quiet-until, two different times.");
            return null;
        }
        return new QuietHours(from, until);
    }

    private int mostPerHour() {
        String text = parts.get("most-per-hour");
        if (text == null) {
            return 0;
        }
        if (!text.matches("[1-9]\\d{0,5}")) {
            refuse("most-per-hour", "a positive number");
            return 0;
        }
        return Integer.parseInt(text);
    }

    private @Nullable Severity severity(String part) {
        String code = parts.get(part);
        if (code == null) {
            return null;
        }
        Severity severity = Severity.ofCode(code).orElse(null);
        if (severity == null) {
            refuse(part, "routine, important or urgent");
        }
        return severity;
    }

    private @Nullable LocalTime time(String part) {
        String text = parts.get(part);
        try {
            return text == null ? null : LocalTime.parse(text);
        } catch (DateTimeException e) {
            refuse(part, "a time, for instance 22:00:00");
            return null;
        }
    }

    private void refuse(String part, String expected) {
        problems.add("subscription-quieting: " + part + " must be " + expected + ".");
    }
}
