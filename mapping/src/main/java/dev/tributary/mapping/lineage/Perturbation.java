package dev.tributary.mapping.lineage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Other values for a place: first one of the same kind (a date stays a date, a number a number), then one that is odd, then none. */
final class Perturbation {

    private static final Pattern DATE = Pattern.compile("\\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])(\\d{2,}.*)?");
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])([T ].*)?");
    private static final Pattern NUMBER_AT_END = Pattern.compile(".*\\d\\s*", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\\p{L}(?=[\\s,;]|$)");
    private static final String NONE = "";

    /** No place has more candidates. */
    static final int ATTEMPTS = 2;

    private Perturbation() {}

    static List<String> of(String value) {
        if (value.strip().equals("\"\"")) {
            return List.of(NONE);
        }
        if (DATE.matcher(value).matches()) {
            return List.of(value.substring(0, 6) + otherDay(value.substring(6, 8)) + value.substring(8), NONE);
        }
        if (ISO_DATE.matcher(value).matches()) {
            return List.of(value.substring(0, 8) + otherDay(value.substring(8, 10)) + value.substring(10), NONE);
        }
        if (NUMBER_AT_END.matcher(value).matches()) {
            return List.of(otherDigit(value.stripTrailing()), NONE);
        }
        return List.of(otherWords(value.stripTrailing()), NONE);
    }

    /** Each word is another one, since a map may split them. */
    private static String otherWords(String value) {
        var others = WORD.matcher(value).replaceAll("$0X");
        return others.endsWith("X") && !others.equals(value) ? others : others + "X";
    }

    /** The input with other values at these places. */
    static byte[] apply(byte[] input, Map<Place, String> values) {
        var places = new ArrayList<>(values.keySet());
        places.sort(Comparator.comparingInt(Place::start));
        var result = new ByteArrayOutputStream(input.length + 64);
        var at = 0;
        for (var place : places) {
            result.write(input, at, place.start() - at);
            result.writeBytes(Objects.requireNonNull(values.get(place)).getBytes(StandardCharsets.ISO_8859_1));
            at = place.end();
        }
        result.write(input, at, input.length - at);
        return result.toByteArray();
    }

    /** Both are in every month. */
    private static String otherDay(String day) {
        return day.equals("15") ? "16" : "15";
    }

    private static String otherDigit(String value) {
        var last = value.charAt(value.length() - 1) - '0';
        var other = last < 2 ? last + 1 : last - 1;
        return value.substring(0, value.length() - 1) + other;
    }
}
