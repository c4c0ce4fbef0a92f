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
            Map.entry("ADR^A19", RspK22::map),
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
            Map.entry("BAR^P01", BarP01::map),
            Map.entry("BAR^P02", BarP01::map),
            Map.entry("BAR^P05", BarP01::map),
            Map.entry("BAR^P06", BarP01::map),
            Map.entry("BAR^P10", BarP01::map),
            Map.entry("BAR^P12", BarP01::map),
            Map.entry("DFT^P03", DftP03::map),
            Map.entry("DFT^P11", DftP03::map),
            Map.entry("OMP^O09", PharmacyMessage::map),
            Map.entry("ORP^O10", PharmacyMessage::map),
            Map.entry("ORU^R01", OruR01::map),
            Map.entry("PGL^PC6", PprPc1::map),
            Map.entry("PGL^PC7", PprPc1::map),
            Map.entry("PGL^PC8", PprPc1::map),
            Map.entry("PPR^PC1", PprPc1::map),
            Map.entry("PPR^PC2", PprPc1::map),
            Map.entry("PPR^PC3", PprPc1::map),
            Map.entry("RAS^O01", PharmacyMessage::mapSupply),
            Map.entry("RAS^O17", PharmacyMessage::mapSupply),
            Map.entry("RDE^O01", PharmacyMessage::map),
            Map.entry("RDE^O11", PharmacyMessage::map),
            Map.entry("RDE^O25", PharmacyMessage::map),
            Map.entry("RDE^O49", PharmacyMessage::map),
            Map.entry("RDS^O01", PharmacyMessage::mapSupply),
            Map.entry("RDS^O13", PharmacyMessage::mapSupply),
            Map.entry("RGV^O01", PharmacyMessage::mapSupply),
            Map.entry("RGV^O15", PharmacyMessage::mapSupply),
            Map.entry("RRA^O02", PharmacyMessage::mapSupply),
            Map.entry("RRA^O18", PharmacyMessage::mapSupply),
            Map.entry("RRD^O02", PharmacyMessage::mapSupply),
            Map.entry("RRD^O14", PharmacyMessage::mapSupply),
            Map.entry("RRE^O02", PharmacyMessage::map),
            Map.entry("RRE^O12", PharmacyMessage::map),
            Map.entry("RRE^O26", PharmacyMessage::map),
            Map.entry("RRE^O50", PharmacyMessage::map),
            Map.entry("RRG^O02", PharmacyMessage::mapSupply),
            Map.entry("RRG^O16", PharmacyMessage::mapSupply),
            Map.entry("RSP^K11", RspK22::map),
            Map.entry("RSP^K21", RspK22::map),
            Map.entry("RSP^K22", RspK22::map),
            Map.entry("RSP^K23", RspK22::map),
            Map.entry("RSP^K24", RspK22::map),
            Map.entry("VXR^V03", VxuV04::map),
            Map.entry("VXU^V04", VxuV04::map),
            Map.entry("VXX^V02", RspK22::map));

    /** What a kind cannot do without, where that is not the PID alone. */
    private static final Map<String, List<String>> NEEDS = Map.ofEntries(
            Map.entry("ADT^A20", List.of("NPU")),
            Map.entry("ADR^A19", List.of()),
            Map.entry("RSP^K11", List.of()),
            Map.entry("RSP^K21", List.of()),
            Map.entry("RSP^K22", List.of()),
            Map.entry("RSP^K23", List.of()),
            Map.entry("RSP^K24", List.of()),
            Map.entry("VXX^V02", List.of()),
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
