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
            Map.entry("MDM^T01", MdmT02::map),
            Map.entry("MDM^T02", MdmT02::map),
            Map.entry("MDM^T03", MdmT02::map),
            Map.entry("MDM^T04", MdmT02::map),
            Map.entry("MDM^T05", MdmT02::map),
            Map.entry("MDM^T06", MdmT02::map),
            Map.entry("MDM^T07", MdmT02::map),
            Map.entry("MDM^T08", MdmT02::map),
            Map.entry("MDM^T09", MdmT02::map),
            Map.entry("MDM^T10", MdmT02::map),
            Map.entry("MDM^T11", MdmT02::map),
            Map.entry("OMG^O19", OmlO21::map),
            Map.entry("OMI^O23", OmlO21::map),
            Map.entry("OML^O21", OmlO21::map),
            Map.entry("OML^O33", OmlO21::map),
            Map.entry("OML^O35", OmlO21::map),
            Map.entry("OML^O39", OmlO21::map),
            Map.entry("ORG^O20", OmlO21::map),
            Map.entry("ORI^O24", OmlO21::map),
            Map.entry("ORL^O22", OmlO21::map),
            Map.entry("ORL^O34", OmlO21::map),
            Map.entry("ORL^O36", OmlO21::map),
            Map.entry("ORL^O40", OmlO21::map),
            Map.entry("ORM", OmlO21::map),
            Map.entry("ORM^O01", OmlO21::map),
            Map.entry("ORR^O02", OmlO21::map),
            Map.entry("ORU", OruR01::map),
            Map.entry("ORU^R01", OruR01::map),
            Map.entry("ORU^R03", OruR01::map),
            Map.entry("ORU^R30", OruR01::map),
            Map.entry("ORU^R31", OruR01::map),
            Map.entry("ORU^R32", OruR01::map),
            Map.entry("ORU^R40", OruR01::map),
            Map.entry("OUL^R21", OruR01::map),
            Map.entry("OUL^R22", OruR01::map),
            Map.entry("OUL^R23", OruR01::map),
            Map.entry("OUL^R24", OruR01::map),
            Map.entry("REF^I12", RefI12::map),
            Map.entry("REF^I13", RefI12::map),
            Map.entry("REF^I14", RefI12::map),
            Map.entry("REF^I15", RefI12::map),
            Map.entry("RRI^I12", RefI12::map),
            Map.entry("RRI^I13", RefI12::map),
            Map.entry("RRI^I14", RefI12::map),
            Map.entry("RRI^I15", RefI12::map),
            Map.entry("SIU^S12", SiuS12::map),
            Map.entry("SIU^S13", SiuS12::map),
            Map.entry("SIU^S14", SiuS12::map),
            Map.entry("SIU^S15", SiuS12::map),
            Map.entry("SIU^S16", SiuS12::map),
            Map.entry("SIU^S17", SiuS12::map),
            Map.entry("SIU^S18", SiuS12::map),
            Map.entry("SIU^S19", SiuS12::map),
            Map.entry("SIU^S20", SiuS12::map),
            Map.entry("SIU^S21", SiuS12::map),
            Map.entry("SIU^S22", SiuS12::map),
            Map.entry("SIU^S26", SiuS12::map));

    /** What a kind cannot do without, where that is not the PID alone. */
    private static final Map<String, List<String>> NEEDS = Map.ofEntries(
            Map.entry("ADT^A40", List.of("PID", "MRG")),
            Map.entry("MDM^T01", List.of("PID", "TXA")),
            Map.entry("MDM^T02", List.of("PID", "TXA")),
            Map.entry("MDM^T03", List.of("PID", "TXA")),
            Map.entry("MDM^T04", List.of("PID", "TXA")),
            Map.entry("MDM^T05", List.of("PID", "TXA")),
            Map.entry("MDM^T06", List.of("PID", "TXA")),
            Map.entry("MDM^T07", List.of("PID", "TXA")),
            Map.entry("MDM^T08", List.of("PID", "TXA")),
            Map.entry("MDM^T09", List.of("PID", "TXA")),
            Map.entry("MDM^T10", List.of("PID", "TXA")),
            Map.entry("MDM^T11", List.of("PID", "TXA")),
            Map.entry("ORG^O20", List.of()),
            Map.entry("ORI^O24", List.of()),
            Map.entry("ORL^O22", List.of()),
            Map.entry("ORL^O34", List.of()),
            Map.entry("ORL^O36", List.of()),
            Map.entry("ORL^O40", List.of()),
            Map.entry("ORR^O02", List.of()),
            Map.entry("SIU^S12", List.of("SCH")),
            Map.entry("SIU^S13", List.of("SCH")),
            Map.entry("SIU^S14", List.of("SCH")),
            Map.entry("SIU^S15", List.of("SCH")),
            Map.entry("SIU^S16", List.of("SCH")),
            Map.entry("SIU^S17", List.of("SCH")),
            Map.entry("SIU^S18", List.of("SCH")),
            Map.entry("SIU^S19", List.of("SCH")),
            Map.entry("SIU^S20", List.of("SCH")),
            Map.entry("SIU^S21", List.of("SCH")),
            Map.entry("SIU^S22", List.of("SCH")),
            Map.entry("SIU^S26", List.of("SCH")));

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
