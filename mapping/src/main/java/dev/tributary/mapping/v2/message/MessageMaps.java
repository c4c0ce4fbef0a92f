package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The table of contents: which kind of message has which map. One line each, in alphabetic order. */
public final class MessageMaps {

    private static final Map<String, BiConsumer<V2Message, Translation>> MAPS = Map.ofEntries(
            Map.entry("ADT^A01", AdtMessage::map),
            Map.entry("ADT^A02", AdtMessage::map),
            Map.entry("ADT^A03", AdtMessage::map),
            Map.entry("ADT^A04", AdtMessage::map),
            Map.entry("ADT^A08", AdtMessage::map),
            Map.entry("ADT^A11", AdtMessage::map),
            Map.entry("ADT^A13", AdtMessage::map),
            Map.entry("ADT^A28", AdtMessage::map),
            Map.entry("ADT^A31", AdtMessage::map),
            Map.entry("ADT^A40", AdtA40::map),
            Map.entry("ORU^R01", OruR01::map));

    /** What a kind cannot do without, where that is not the PID alone. */
    private static final Map<String, List<String>> NEEDS = Map.ofEntries(Map.entry("ADT^A40", List.of("PID", "MRG")));

    private MessageMaps() {}

    /** Segments without which a message of that kind is refused; none for a kind without a map. */
    public static List<String> needs(String trigger) {
        return MAPS.containsKey(trigger) ? NEEDS.getOrDefault(trigger, List.of("PID")) : List.of();
    }

    /** Null if that kind ({@code ADT^A01}) has no map. */
    public static @Nullable BiConsumer<V2Message, Translation> of(String trigger) {
        return MAPS.get(trigger);
    }
}
