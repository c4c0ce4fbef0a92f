package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pv2-to-encounter.html">PV2 to Encounter</a>. */
public final class Pv2ToEncounter {

    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String ARRIVAL = "http://hl7.org/fhir/StructureDefinition/encounter-modeOfArrival";

    private Pv2ToEncounter() {}

    /** @param cleared receives the names of elements that the message takes away */
    public static void add(Encounter encounter, SegmentReader pv2, Translation translation, Set<String> cleared) {
        if (pv2.isDelete(3)) {
            cleared.add("reasonCode");
        }
        var reason = CweToCodeableConcept.map(pv2.value(3), translation);
        if (reason != null) {
            encounter.addReasonCode(reason);
        }
        var priority =
                CweToCodeableConcept.map(pv2.value(25), "http://terminology.hl7.org/CodeSystem/v2-0217", translation);
        if (priority != null) {
            encounter.setPriority(priority);
        }
        for (var value : pv2.values(13)) {
            var referrer = XcnToPractitioner.map(value, translation);
            if (referrer != null) {
                Pv1ToEncounter.add(encounter, new Coding(PARTICIPATION, "REF", "referrer"), referrer);
            }
        }
        addLength(encounter, pv2);
        addExpected(encounter, pv2, translation);
        addExtensions(encounter, pv2, translation);
    }

    private static void addLength(Encounter encounter, SegmentReader pv2) {
        var days = pv2.text(11);
        if (days != null && days.matches("\\d{1,5}")) {
            var length = new Duration();
            length.setValue(Long.parseLong(days))
                    .setUnit("days")
                    .setSystem("http://unitsofmeasure.org")
                    .setCode("d");
            encounter.setLength(length);
        }
    }

    /** A visit that is planned begins when it is expected to, unless PV1-44 knows better. */
    private static void addExpected(Encounter encounter, SegmentReader pv2, Translation translation) {
        if (encounter.getStatus() == EncounterStatus.PLANNED
                && !encounter.getPeriod().hasStart()) {
            var expected = TsToDateTime.map(pv2.value(8), translation);
            encounter.setPeriod(DrToPeriod.map(expected, null));
        }
    }

    private static void addExtensions(Encounter encounter, SegmentReader pv2, Translation translation) {
        var arrival =
                CweToCodeableConcept.map(pv2.value(38), "http://terminology.hl7.org/CodeSystem/v2-0430", translation);
        if (arrival != null && arrival.hasCoding()) {
            encounter.addExtension(ARRIVAL, arrival.getCodingFirstRep());
        }
    }
}
