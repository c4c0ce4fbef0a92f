package dev.tributary.mapping.v2.er7;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One repetition of a field: its components and their subcomponents, numbered from 1, as the text that was meant. */
public final class V2Value {

    private static final String DELETE = "\"\"";

    private final V2Segment segment;
    private final int field;
    private final int repetition;
    private final String raw;
    private final List<String> components;
    private final @Nullable Usage usage;

    V2Value(V2Segment segment, int field, int repetition, String raw, @Nullable Usage usage) {
        this.segment = segment;
        this.field = field;
        this.repetition = repetition;
        this.raw = raw;
        this.components = V2Segment.split(raw, segment.delimiters().component());
        this.usage = usage;
    }

    /** True if nothing but delimiters and blanks was sent. */
    boolean isEmpty() {
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c != segment.delimiters().component()
                    && c != segment.delimiters().subcomponent()
                    && !Character.isWhitespace(c)) {
                return false;
            }
        }
        return true;
    }

    /** {@code ""}: the sender takes the value away. */
    public boolean isDelete() {
        return raw.strip().equals(DELETE);
    }

    /** The first subcomponent of a component, unescaped and trimmed; null if absent or {@code ""}. */
    public @Nullable String component(int number) {
        return component(number, 1);
    }

    public @Nullable String component(int number, int subcomponent) {
        if (usage != null) {
            usage.read(number);
        }
        var text = rawComponent(number);
        if (text.indexOf(segment.delimiters().subcomponent()) >= 0) {
            var parts = V2Segment.split(text, segment.delimiters().subcomponent());
            if (usage != null) {
                usage.readPart(number, subcomponent);
            }
            text = subcomponent <= parts.size() ? parts.get(subcomponent - 1) : "";
        } else if (subcomponent > 1) {
            return null;
        }
        return clean(text);
    }

    /** The whole component with its subcomponents parted by blanks. */
    public @Nullable String joined(int number) {
        readWhole(number);
        var text = rawComponent(number).replace(segment.delimiters().subcomponent(), ' ');
        return clean(text);
    }

    /** The whole value for people, components parted by blanks; null for {@code ""}. */
    public @Nullable String text() {
        if (usage != null) {
            usage.readAll();
        }
        var text = raw.replace(segment.delimiters().component(), ' ')
                .replace(segment.delimiters().subcomponent(), ' ');
        return clean(text);
    }

    /** The value as one text with its blanks and component delimiters, unescaped: a line of a document. */
    public String literal() {
        if (usage != null) {
            usage.readAll();
        }
        return Printable.only(Escapes.decode(raw, segment.delimiters()));
    }

    /** A component that is itself of a complex type: a value whose components are its subcomponents; null if absent. */
    public @Nullable V2Value inner(int component) {
        readWhole(component);
        var text = rawComponent(component)
                .replace(
                        segment.delimiters().subcomponent(),
                        segment.delimiters().component());
        var value = new V2Value(segment, field, repetition, text, null);
        return value.isEmpty() || value.isDelete() ? null : value;
    }

    /** The value as sent, with delimiters: the same bytes give the same text. */
    public String raw() {
        return raw;
    }

    public boolean isValued(int number) {
        return clean(rawComponent(number)) != null;
    }

    /** Number of the last component that was sent. */
    public int size() {
        return components.size();
    }

    int repetition() {
        return repetition;
    }

    /** {@code PID-3}, {@code PID-3[2]}, {@code OBX[2]-5}. */
    public String path() {
        var path = segment.path(field);
        return repetition == 1 ? path : path + "[" + repetition + "]";
    }

    public String path(int component) {
        return path() + "." + component;
    }

    private void readWhole(int component) {
        if (usage != null) {
            usage.read(component);
            if (rawComponent(component).indexOf(segment.delimiters().subcomponent()) >= 0) {
                usage.readParts(component);
            }
        }
    }

    /** The numbers of the subcomponents that are valued; empty if the component has none. */
    List<Integer> parts(int component) {
        var text = rawComponent(component);
        if (text.indexOf(segment.delimiters().subcomponent()) < 0) {
            return List.of();
        }
        var parts = V2Segment.split(text, segment.delimiters().subcomponent());
        return IntStream.rangeClosed(1, parts.size())
                .filter(part -> clean(parts.get(part - 1)) != null)
                .boxed()
                .toList();
    }

    private String rawComponent(int number) {
        return number <= components.size() ? components.get(number - 1) : "";
    }

    private @Nullable String clean(String text) {
        var decoded = Escapes.decode(text, segment.delimiters()).strip();
        return decoded.isEmpty() || decoded.equals(DELETE) ? null : Printable.only(decoded);
    }
}
