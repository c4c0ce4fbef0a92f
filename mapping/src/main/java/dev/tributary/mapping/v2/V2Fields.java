package dev.tributary.mapping.v2;

import dev.tributary.mapping.Fields;
import dev.tributary.mapping.MessageFields;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message by the names that HL7 gives them: {@code PID-8}, {@code PID-3.1}, {@code ZPD-3[2].1.2}, {@code OBX[2]-5}. A
 * field without a component means its first.
 */
public final class V2Fields implements MessageFields {

    private static final Pattern NAME = Pattern.compile(
            "([A-Z][A-Z0-9]{2})(?:\\[(\\d{1,4})])?-(\\d{1,3})(?:\\[(\\d{1,3})])?(?:\\.(\\d{1,3})(?:\\.(\\d{1,3}))?)?");

    private final List<V2Segment> segments;

    public V2Fields(V2Message message) {
        this(message.segments());
    }

    private V2Fields(List<V2Segment> segments) {
        this.segments = segments;
    }

    /** True if the name is one of a field. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public @Nullable String value(String name) {
        var match = NAME.matcher(name);
        if (!match.matches()) {
            return null;
        }
        var segment = segment(match.group(1), number(match.group(2)));
        if (segment == null) {
            return null;
        }
        var values = segment.values(number(match.group(3)));
        var repetition = number(match.group(4));
        return values.size() < repetition
                ? null
                : values.get(repetition - 1).component(number(match.group(5)), number(match.group(6)));
    }

    private @Nullable V2Segment segment(String name, int occurrence) {
        return segments.stream()
                .filter(segment -> segment.name().equals(name))
                .skip(occurrence - 1L)
                .findFirst()
                .orElse(null);
    }

    /** The first where no number stands; 0 is taken for it too. */
    private static int number(@Nullable String text) {
        return text == null ? 1 : Math.max(1, Integer.parseInt(text));
    }

    @Override
    public String path(String name) {
        return name;
    }

    @Override
    public List<Fields> each(String part) {
        var each = new ArrayList<Fields>();
        for (var segment : segments) {
            if (segment.name().equals(part)) {
                each.add(alone(segment));
            }
        }
        return each;
    }

    /** The whole message, with this one in the place of all of its name. */
    private V2Fields alone(V2Segment segment) {
        var others = new ArrayList<>(segments);
        others.removeIf(each -> each.name().equals(segment.name()) && each != segment);
        return new V2Fields(others);
    }
}
