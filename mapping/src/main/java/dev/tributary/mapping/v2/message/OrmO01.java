package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-orm-o01-to-bundle.html">ORM_O01</a>: before v2.5 it orders drugs
 * (RXO) as well as tests (OBR). A message that orders both is read as two.
 */
final class OrmO01 {

    private static final Set<String> DRUG = Set.of("RXO", "RXE");

    private OrmO01() {}

    static void map(V2Message message, Translation translation) {
        var header = new ArrayList<V2Segment>();
        var orders = new ArrayList<List<V2Segment>>();
        for (var segment : message.segments()) {
            if (segment.name().equals("ORC")) {
                orders.add(new ArrayList<>());
            }
            (orders.isEmpty() ? header : orders.get(orders.size() - 1)).add(segment);
        }
        var drugs = new ArrayList<>(header);
        var others = new ArrayList<>(header);
        orders.forEach(order -> (isDrug(order) ? drugs : others).addAll(order));
        var hasDrugs = drugs.size() > header.size() || isDrug(header);
        if (hasDrugs) {
            PharmacyMessage.map(new V2Message(message.delimiters(), drugs), translation);
        }
        if (!hasDrugs || others.size() > header.size() && !isDrug(header)) {
            OmlO21.map(new V2Message(message.delimiters(), others), translation);
        }
    }

    private static boolean isDrug(List<V2Segment> order) {
        return order.stream().anyMatch(segment -> DRUG.contains(segment.name()));
    }
}
