package dev.tributary.subscriptions.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a filter criteria, {@code Encounter?class=IMP,EMER&patient=Patient/1}, as <a href="https://hl7.org/fhir/R4/search.html">FHIR search</a> writes it. */
final class FilterText {

    private static final Pattern TYPE = Pattern.compile("([A-Z][A-Za-z]{1,60})\\?(.*)", Pattern.DOTALL);
    private static final Pattern PART =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]{0,80})(?::([A-Za-z-]{1,40}))?=(.*)", Pattern.DOTALL);
    private static final int LONGEST = 8_000;

    private FilterText() {}

    /** Its parts, all of which must hold; empty if it cannot be read. */
    static Optional<List<Filter>> parse(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher typed = TYPE.matcher(text.strip());
        String type = typed.matches() ? typed.group(1) : "";
        String query = typed.matches() ? typed.group(2) : text.strip();
        List<Filter> filters = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Optional<String> value = decoded(matcher.group(3));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            String modifier = matcher.group(2) == null ? "" : matcher.group(2);
            filters.add(new Filter(type, matcher.group(1), modifier, values(value.get())));
        }
        return Optional.of(List.copyOf(filters));
    }

    /** A plus sign stays one: instants have them, and blanks are written as they are. */
    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Separated by commas; a comma that belongs to a value has a backslash before it. */
    private static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "\\,$|".indexOf(text.charAt(i + 1)) >= 0) {
                value.append(text.charAt(++i));
            } else if (c == ',') {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        return List.copyOf(values);
    }
}
