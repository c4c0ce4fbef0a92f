package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The table of contents: which kind of message has which map, and which segments it cannot do without. In alphabetic order. */
public final class MessageMaps {

    private static final Map<String, Row> ROWS = new Table()
            .row("ADR", "A19", RspK22::map)
            .row(
                    "ADT",
                    "A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 A13 A14 A15 A16 A21 A22 A23 A25 A26 A27 A28 A29 A31 A32 A33 A38 A52 A53 A54 A55 A60 A61 A62",
                    AdtMessage::map,
                    "PID")
            .row("ADT", "A17", AdtPair::swap, "PID")
            .row("ADT", "A18 A30 A34 A36 A39 A40 A43 A46 A47 A48", AdtMerge::map, "PID", "MRG")
            .row("ADT", "A20", AdtA20::map, "NPU")
            .row("ADT", "A24", AdtPair::link, "PID")
            .row("ADT", "A35 A41 A49", AdtNumbers::account, "PID", "MRG")
            .row("ADT", "A37", AdtPair::unlink, "PID")
            .row("ADT", "A42 A50", AdtNumbers::visit, "PID", "MRG")
            .row("ADT", "A44", AdtNumbers::moveAccount, "PID", "MRG")
            .row("ADT", "A45", AdtNumbers::moveVisit, "PID", "MRG")
            .row("ADT", "A51", AdtNumbers::alternateVisit, "PID", "MRG")
            .row("BAR", "P01 P02 P05 P06 P10 P12", BarP01::map, "PID")
            .row("DFT", "- P03 P11", DftP03::map, "PID")
            .row("MDM", "T01 T02 T03 T04 T05 T06 T07 T08 T09 T10 T11", MdmT02::map, "PID", "TXA")
            .row("OMB", "O27", OmlO21::map, "PID")
            .row("OMD", "O03", OmlO21::map, "PID")
            .row("OMG", "O19", OmlO21::map, "PID")
            .row("OMI", "O23", OmlO21::map, "PID")
            .row("OML", "- O21 O33 O35 O39 O59", OmlO21::map, "PID")
            .row("OMN", "O07", OmlO21::map, "PID")
            .row("OMP", "O09", PharmacyMessage::map, "PID")
            .row("OMS", "O05", OmlO21::map, "PID")
            .row("ORG", "O20", OmlO21::map)
            .row("ORI", "O24", OmlO21::map)
            .row("ORL", "O22 O34 O36 O40 O41 O42 O53 O54 O55 O56", OmlO21::map)
            .row("ORM", "- O01", OrmO01::map, "PID")
            .row("ORP", "O10", PharmacyMessage::map, "PID")
            .row("ORR", "O02", OmlO21::map)
            .row("ORU", "- R01 R03 R30 R31 R32 R40 W01", OruR01::map, "PID")
            .row("OSU", "O51 O52", OmlO21::map, "PID")
            .row("OUL", "R21 R22 R23 R24", OruR01::map, "PID")
            .row("PGL", "PC6 PC7 PC8", PprPc1::map, "PID")
            .row("PPG", "PCG PCH PCJ", PprPc1::map, "PID")
            .row("PPP", "PCB PCC PCD", PprPc1::map, "PID")
            .row("PPR", "PC1 PC2 PC3", PprPc1::map, "PID")
            .row("RAS", "- O01 O17", PharmacyMessage::mapSupply, "PID")
            .row("RDE", "- O01 O11 O25 O49", PharmacyMessage::map, "PID")
            .row("RDS", "- O01 O13", PharmacyMessage::mapSupply, "PID")
            .row("REF", "I12 I13 I14 I15", RefI12::map, "PID")
            .row("RGV", "O01 O15", PharmacyMessage::mapSupply, "PID")
            .row("RRA", "O02 O18", PharmacyMessage::mapSupply, "PID")
            .row("RRD", "O02 O14", PharmacyMessage::mapSupply, "PID")
            .row("RRE", "O02 O12 O26 O50", PharmacyMessage::map, "PID")
            .row("RRG", "O02 O16", PharmacyMessage::mapSupply, "PID")
            .row("RRI", "I12 I13 I14 I15", RefI12::map, "PID")
            .row("RSP", "K11 K21 K22 K23 K24", RspK22::map)
            .row("SIU", "S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S26", SiuS12::map, "SCH")
            .row("SIU", "S23 S24", SiuS23::map, "SCH")
            .row("SRM", "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11", SrmS01::map, "ARQ")
            .row("SRR", "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11", SiuS12::answer)
            .row("VXR", "V03", VxuV04::map, "PID")
            .row("VXU", "- V04", VxuV04::map, "PID")
            .row("VXX", "V02", RspK22::map)
            .rows();

    private MessageMaps() {}

    /** @param needs segments without which a message of that kind is refused */
    private record Row(BiConsumer<V2Message, Translation> map, List<String> needs) {}

    private static final class Table {

        private final Map<String, Row> rows = new TreeMap<>();

        /** @param events trigger events, apart by blanks; {@code -} is a message that names none */
        Table row(String type, String events, BiConsumer<V2Message, Translation> map, String... needs) {
            for (var event : events.split(" ")) {
                rows.put(event.equals("-") ? type : type + "^" + event, new Row(map, List.of(needs)));
            }
            return this;
        }

        Map<String, Row> rows() {
            return Map.copyOf(rows);
        }
    }

    /** Every kind that has a map, {@code ADT^A01}, in alphabetic order. */
    public static SortedSet<String> kinds() {
        return new TreeSet<>(ROWS.keySet());
    }

    /** Segments without which a message of that kind is refused; none for a kind without a map. */
    public static List<String> needs(String trigger) {
        var row = ROWS.get(trigger);
        return row == null ? List.of() : row.needs();
    }

    /** Null if that kind ({@code ADT^A01}) has no map. */
    public static @Nullable BiConsumer<V2Message, Translation> of(String trigger) {
        var row = ROWS.get(trigger);
        return row == null ? null : row.map();
    }
}
