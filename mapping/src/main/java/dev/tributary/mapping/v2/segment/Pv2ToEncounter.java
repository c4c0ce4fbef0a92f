package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pv2-to-encounter.html">PV2 to Encounter</a>. */
public final class Pv2ToEncounter {

    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String ARRIVAL = "http://hl7.org/fhir/StructureDefinition/encounter-modeOfArrival";
    private static final String PLANNED = "https://tributary.dev/fhir/StructureDefinition/encounter-";

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
        addPriorPending(encounter, pv2, translation);
        setDescription(encounter, pv2);
        SecurityLabels.addProtection(encounter, pv2);
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
        addPlanned(encounter, pv2, 8, "plannedStartDate", translation);
        addPlanned(encounter, pv2, 9, "plannedEndDate", translation);
        if (encounter.getStatus() == EncounterStatus.PLANNED
                && !encounter.getPeriod().hasStart()) {
            var expected = TsToDateTime.map(pv2.value(8), translation);
            encounter.setPeriod(DrToPeriod.map(expected, null));
        }
    }

    private static void addPlanned(
            Encounter encounter, SegmentReader pv2, int field, String element, Translation translation) {
        var planned = TsToDateTime.map(pv2.value(field), translation);
        if (planned != null) {
            encounter.addExtension(PLANNED + element, planned);
        }
    }

    /** The place where the patient was expected before; after the cancellation of a transfer (A26) he is so no longer. */
    private static void addPriorPending(Encounter encounter, SegmentReader pv2, Translation translation) {
        var location = PlToLocation.map(pv2.value(1), translation);
        if (location != null
                && !VisitEvent.of(translation.event().code()).cleared().contains("location.reserved")
                && encounter.getLocation().stream()
                        .noneMatch(each -> location.getReference()
                                .equals(each.getLocation().getReference()))) {
            encounter.addLocation().setLocation(location).setStatus(EncounterLocationStatus.PLANNED);
        }
    }

    private static void setDescription(Encounter encounter, SegmentReader pv2) {
        var description = pv2.wholeText(12);
        if (description != null) {
            var div = new XhtmlNode(NodeType.Element, "div");
            div.attribute("xmlns", "http://www.w3.org/1999/xhtml");
            div.tx(description);
            encounter.setText(
                    new Narrative().setStatus(NarrativeStatus.ADDITIONAL).setDiv(div));
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
