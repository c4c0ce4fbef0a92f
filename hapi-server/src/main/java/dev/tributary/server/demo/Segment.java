package dev.tributary.server.demo;

import java.util.TreeMap;

/** A segment of HL7 v2 in the making: fields by number, empty ones left out at the end. */
final class Segment {

    private final String name;
    private final TreeMap<Integer, String> fields = new TreeMap<>();

    private Segment(String name) {
        this.name = name;
    }

    static Segment of(String name) {
        return new Segment(name);
    }

    /** Sets a field to text that is already HL7: components and repetitions with their separators. */
    Segment set(int field, String value) {
        if (!value.isEmpty()) {
            fields.put(field, value);
        }
        return this;
    }

    /** <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html#Heading26">Escape sequences</a> for what would be read as a separator. */
    static String escape(String text) {
        return text.replace("\\", "\\E\\")
                .replace("|", "\\F\\")
                .replace("^", "\\S\\")
                .replace("&", "\\T\\")
                .replace("~", "\\R\\");
    }

    @Override
    public String toString() {
        var text = new StringBuilder(name);
        // MSH-1 is the separator itself.
        var first = name.equals("MSH") ? 2 : 1;
        for (var field = first; field <= (fields.isEmpty() ? 0 : fields.lastKey()); field++) {
            text.append('|').append(fields.getOrDefault(field, ""));
        }
        return text.toString();
    }
}
