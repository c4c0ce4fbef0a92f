package dev.tributary.mapping.element;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a path in its parts. Knows the grammar and nothing of FHIR. */
final class PathText {

    private static final Pattern NAME = Pattern.compile("([A-Za-z][A-Za-z0-9]*(?:\\[x])?)(?:\\[(\\d{1,3})])?");
    private static final Pattern OF_TYPE = Pattern.compile("ofType\\((?:FHIR\\.)?([A-Za-z][A-Za-z0-9]*)\\)");
    private static final Pattern CONDITION = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*'([^']*)'\\s*");

    private PathText() {}

    /**
     * One element on the way.
     *
     * @param type of a choice, {@code ofType(Quantity)}; null if none is named
     * @param index which repetition; -1 if none is named
     * @param where what a repetition must say, by child
     */
    record Part(String name, @Nullable String type, int index, Map<String, String> where) {}

    /**
     * The parts of a path, the resource type first.
     *
     * @throws IllegalArgumentException with a text for people if it is no path
     */
    static List<Part> parse(String path) {
        var parts = new ArrayList<Part>();
        for (var text : split(path)) {
            if (text.startsWith("ofType(")) {
                parts.set(last(parts, text), typed(parts.get(last(parts, text)), text));
            } else if (text.startsWith("where(")) {
                parts.set(last(parts, text), filtered(parts.get(last(parts, text)), text));
            } else if (text.startsWith("extension(")) {
                parts.add(extension(text));
            } else {
                parts.add(named(text));
            }
        }
        return parts;
    }

    /** Dots inside of quotes part nothing. */
    private static List<String> split(String path) {
        var texts = new ArrayList<String>();
        var text = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < path.length(); i++) {
            var c = path.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            }
            if (c == '.' && !quoted) {
                texts.add(text.toString().strip());
                text.setLength(0);
            } else {
                text.append(c);
            }
        }
        texts.add(text.toString().strip());
        return rejoin(texts);
    }

    /** {@code ofType(FHIR.Quantity)} holds a dot of its own. */
    private static List<String> rejoin(List<String> texts) {
        var joined = new ArrayList<String>();
        for (var text : texts) {
            var previous = joined.isEmpty() ? "" : joined.get(joined.size() - 1);
            if (previous.startsWith("ofType(") && !previous.endsWith(")")) {
                joined.set(joined.size() - 1, previous + "." + text);
            } else {
                joined.add(text);
            }
        }
        return joined;
    }

    private static int last(List<Part> parts, String text) {
        if (parts.size() < 2) {
            throw new IllegalArgumentException("%s needs an element before it.".formatted(text));
        }
        return parts.size() - 1;
    }

    private static Part typed(Part part, String text) {
        var match = OF_TYPE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("\"%s\" is no ofType. Write ofType(Quantity).".formatted(text));
        }
        return new Part(part.name(), match.group(1), part.index(), part.where());
    }

    private static Part filtered(Part part, String text) {
        if (!text.endsWith(")")) {
            throw new IllegalArgumentException("\"%s\" has no closing parenthesis.".formatted(text));
        }
        var where = new LinkedHashMap<>(part.where());
        for (var condition :
                text.substring("where(".length(), text.length() - 1).split("\\sand\\s", -1)) {
            var match = CONDITION.matcher(condition);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" is no condition. Write where(system='phone' and use='home').".formatted(text));
            }
            where.put(match.group(1), match.group(2));
        }
        return new Part(part.name(), part.type(), part.index(), where);
    }

    private static Part extension(String text) {
        var inside = text.substring("extension(".length());
        if (!inside.matches("'[^']+'\\)")) {
            throw new IllegalArgumentException("\"%s\" is no extension. Write extension('https://…').".formatted(text));
        }
        return new Part("extension", null, -1, Map.of("url", inside.substring(1, inside.length() - 2)));
    }

    private static Part named(String text) {
        var match = NAME.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no element name. Write a path like Patient.name[0].family.".formatted(text));
        }
        return new Part(match.group(1), null, match.group(2) == null ? -1 : Integer.parseInt(match.group(2)), Map.of());
    }
}
