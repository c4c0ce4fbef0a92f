package dev.tributary.mapping.v2.er7;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One segment. Fields are numbered as HL7 numbers them, from 1; in MSH the field separator itself is field 1. */
public final class V2Segment {

    private final String name;
    private final int occurrence;
    private final Delimiters delimiters;
    private final List<String> fields;

    V2Segment(String name, int occurrence, String line, Delimiters delimiters) {
        this.name = name;
        this.occurrence = occurrence;
        this.delimiters = delimiters;
        this.fields = List.copyOf(fieldsOf(name, line, delimiters));
    }

    public String name() {
        return name;
    }

    /** 1 for the first segment of this name in the message, 2 for the second. */
    public int occurrence() {
        return occurrence;
    }

    public Delimiters delimiters() {
        return delimiters;
    }

    /** Number of the last field that was sent. */
    public int size() {
        return fields.size() - 1;
    }

    /** The field as sent, escapes and repetitions included; empty if it was not. */
    public String raw(int field) {
        return field > 0 && field < fields.size() ? fields.get(field) : "";
    }

    public boolean isValued(int field) {
        return !raw(field).isBlank();
    }

    /** True if bytes could not be decoded in the message's character set. */
    public boolean isMalformed() {
        return fields.stream().anyMatch(field -> field.indexOf('\uFFFD') >= 0);
    }

    /** The valued repetitions of a field. */
    public List<V2Value> values(int field) {
        return values(field, null);
    }

    List<V2Value> values(int field, @Nullable Usage usage) {
        var raw = raw(field);
        if (raw.isBlank()) {
            return List.of();
        }
        var repetitions = split(raw, isEncodingCharacters(field) ? '\0' : delimiters.repetition());
        var values = new ArrayList<V2Value>(repetitions.size());
        for (var i = 0; i < repetitions.size(); i++) {
            var value = new V2Value(this, field, i + 1, repetitions.get(i), usage);
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return values;
    }

    /** The first valued repetition; null if there is none. */
    public @Nullable V2Value value(int field) {
        var values = values(field);
        return values.isEmpty() ? null : values.get(0);
    }

    /** {@code OBX[2]-5}; the number is left out for the first of its kind. */
    public String path(int field) {
        return path() + "-" + field;
    }

    /** {@code OBX[2]}; the number is left out for the first of its kind. */
    public String path() {
        return occurrence == 1 ? name : name + "[" + occurrence + "]";
    }

    private boolean isEncodingCharacters(int field) {
        return name.equals("MSH") && field <= 2;
    }

    static List<String> split(String text, char delimiter) {
        var parts = new ArrayList<String>();
        var start = 0;
        for (var end = text.indexOf(delimiter); end >= 0; end = text.indexOf(delimiter, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static List<String> fieldsOf(String name, String line, Delimiters delimiters) {
        var fields = split(line, delimiters.field());
        if (name.equals("MSH")) {
            fields.add(1, String.valueOf(delimiters.field()));
        }
        return fields;
    }
}
