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
            Map.entry("ADT^A05", AdtMessage::map),
            Map.entry("ADT^A06", AdtMessage::map),
            Map.entry("ADT^A07", AdtMessage::map),
            Map.entry("ADT^A08", AdtMessage::map),
            Map.entry("ADT^A09", AdtMessage::map),
            Map.entry("ADT^A10", AdtMessage::map),
            Map.entry("ADT^A11", AdtMessage::map),
            Map.entry("ADT^A12", AdtMessage::map),
            Map.entry("ADT^A13", AdtMessage::map),
            Map.entry("ADT^A14", AdtMessage::map),
            Map.entry("ADT^A15", AdtMessage::map),
            Map.entry("ADT^A16", AdtMessage::map),
            Map.entry("ADT^A17", AdtPair::swap),
            Map.entry("ADT^A18", AdtMerge::map),
            Map.entry("ADT^A20", AdtA20::map),
            Map.entry("ADT^A21", AdtMessage::map),
            Map.entry("ADT^A22", AdtMessage::map),
            Map.entry("ADT^A23", AdtMessage::map),
            Map.entry("ADT^A24", AdtPair::link),
            Map.entry("ADT^A25", AdtMessage::map),
            Map.entry("ADT^A26", AdtMessage::map),
            Map.entry("ADT^A27", AdtMessage::map),
            Map.entry("ADT^A28", AdtMessage::map),
            Map.entry("ADT^A29", AdtMessage::map),
            Map.entry("ADT^A30", AdtMerge::map),
            Map.entry("ADT^A31", AdtMessage::map),
            Map.entry("ADT^A32", AdtMessage::map),
            Map.entry("ADT^A33", AdtMessage::map),
            Map.entry("ADT^A34", AdtMerge::map),
            Map.entry("ADT^A35", AdtNumbers::account),
            Map.entry("ADT^A36", AdtMerge::map),
            Map.entry("ADT^A37", AdtPair::unlink),
            Map.entry("ADT^A38", AdtMessage::map),
            Map.entry("ADT^A39", AdtMerge::map),
            Map.entry("ADT^A40", AdtMerge::map),
            Map.entry("ADT^A41", AdtNumbers::account),
            Map.entry("ADT^A42", AdtNumbers::visit),
            Map.entry("ADT^A43", AdtMerge::map),
            Map.entry("ADT^A44", AdtNumbers::moveAccount),
            Map.entry("ADT^A45", AdtNumbers::moveVisit),
            Map.entry("ADT^A46", AdtMerge::map),
            Map.entry("ADT^A47", AdtMerge::map),
            Map.entry("ADT^A48", AdtMerge::map),
            Map.entry("ADT^A49", AdtNumbers::account),
            Map.entry("ADT^A50", AdtNumbers::visit),
            Map.entry("ADT^A51", AdtNumbers::alternateVisit),
            Map.entry("ADT^A52", AdtMessage::map),
            Map.entry("ADT^A53", AdtMessage::map),
            Map.entry("ADT^A54", AdtMessage::map),
            Map.entry("ADT^A55", AdtMessage::map),
            Map.entry("ADT^A60", AdtMessage::map),
            Map.entry("ADT^A61", AdtMessage::map),
            Map.entry("ADT^A62", AdtMessage::map),
            Map.entry("ORU^R01", OruR01::map));

    /** What a kind cannot do without, where that is not the PID alone. */
    private static final Map<String, List<String>> NEEDS = Map.ofEntries(
            Map.entry("ADT^A20", List.of("NPU")),
            Map.entry("ADT^A18", List.of("PID", "MRG")),
            Map.entry("ADT^A30", List.of("PID", "MRG")),
            Map.entry("ADT^A34", List.of("PID", "MRG")),
            Map.entry("ADT^A35", List.of("PID", "MRG")),
            Map.entry("ADT^A36", List.of("PID", "MRG")),
            Map.entry("ADT^A39", List.of("PID", "MRG")),
            Map.entry("ADT^A40", List.of("PID", "MRG")),
            Map.entry("ADT^A41", List.of("PID", "MRG")),
            Map.entry("ADT^A42", List.of("PID", "MRG")),
            Map.entry("ADT^A43", List.of("PID", "MRG")),
            Map.entry("ADT^A44", List.of("PID", "MRG")),
            Map.entry("ADT^A45", List.of("PID", "MRG")),
            Map.entry("ADT^A46", List.of("PID", "MRG")),
            Map.entry("ADT^A47", List.of("PID", "MRG")),
            Map.entry("ADT^A48", List.of("PID", "MRG")),
            Map.entry("ADT^A49", List.of("PID", "MRG")),
            Map.entry("ADT^A50", List.of("PID", "MRG")),
            Map.entry("ADT^A51", List.of("PID", "MRG")));

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
