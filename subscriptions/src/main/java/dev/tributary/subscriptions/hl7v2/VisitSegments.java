package dev.tributary.subscriptions.hl7v2;

import dev.tributary.subscriptions.context.EventContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;

/** Encounter to PV1 and PV2. */
final class VisitSegments {

    private static final Map<Integer, Set<String>> ROLES = Map.of(
            7, Set.of("ATND"), 8, Set.of("REF"), 9, Set.of("CON"), 17, Set.of("ADM"), 52, Set.of("PART", "SPRF"));

    private final EventContext context;
    private final V2Destination destination;
    private final String fhirBase;

    VisitSegments(EventContext context, V2Destination destination, String fhirBase) {
        this.context = context;
        this.destination = destination;
        this.fhirBase = fhirBase;
    }

    /** What a message that is about a person only has for PV1: it is required, and nobody is in bed. */
    static SegmentWriter none() {
        return new SegmentWriter("PV1").set(1, "1").set(2, "N");
    }

    SegmentWriter pv1(Encounter encounter) {
        SegmentWriter pv1 = new SegmentWriter("PV1").set(1, "1").set(2, Codes.patientClass(encounter.getClass_()));
        places(pv1, encounter);
        ROLES.forEach((field, roles) -> pv1.set(field, people(encounter, roles)));
        pv1.set(10, Designators.coded(encounter.getServiceType(), "0069"));
        kinds(pv1, encounter);
        stay(pv1, encounter.getHospitalization());
        numbers(pv1, encounter);
        pv1.set(39, Er7.text(name(encounter.getServiceProvider())));
        pv1.set(44, Er7.time(encounter.getPeriod().getStartElement()));
        pv1.set(45, Er7.time(encounter.getPeriod().getEndElement()));
        return pv1;
    }

    SegmentWriter pv2(Encounter encounter) {
        SegmentWriter pv2 = new SegmentWriter("PV2");
        if (encounter.hasReasonCode()) {
            pv2.set(3, Designators.cwe(encounter.getReasonCodeFirstRep()));
        }
        return pv2.set(
                25,
                Designators.code(encounter.getPriority(), Designators.V2_TABLES + "0217")
                        .map(Er7::text)
                        .orElse(""));
    }

    private void places(SegmentWriter pv1, Encounter encounter) {
        List<EncounterLocationComponent> places = encounter.getLocation();
        Optional<EncounterLocationComponent> current = last(places, EncounterLocationStatus.ACTIVE)
                .or(() -> last(places, EncounterLocationStatus.PLANNED))
                .or(() -> places.isEmpty() ? Optional.empty() : latestEnded(places));
        current.ifPresent(place -> pv1.set(3, pl(place.getLocation(), encounter)));
        places.stream()
                .filter(place ->
                        place.getStatus() == EncounterLocationStatus.COMPLETED && place != current.orElse(null))
                .reduce((one, other) -> other)
                .ifPresent(place -> pv1.set(6, pl(place.getLocation(), encounter)));
        last(places, EncounterLocationStatus.RESERVED)
                .ifPresent(place -> pv1.set(42, pl(place.getLocation(), encounter)));
    }

    private static Optional<EncounterLocationComponent> last(
            List<EncounterLocationComponent> places, EncounterLocationStatus status) {
        return places.stream().filter(place -> place.getStatus() == status).reduce((one, other) -> other);
    }

    /** Of a visit that is over: where the patient was at its end. */
    private static Optional<EncounterLocationComponent> latestEnded(List<EncounterLocationComponent> places) {
        return places.stream().reduce((one, other) -> {
            boolean earlier = other.getPeriod().hasEnd()
                    && one.getPeriod().hasEnd()
                    && other.getPeriod().getEnd().before(one.getPeriod().getEnd());
            return earlier ? one : other;
        });
    }

    /** PL: ward, room and bed as far as the kind of place tells them apart in its name. */
    private String pl(Reference reference, Encounter encounter) {
        Location location = context.read(reference, Location.class).orElseGet(Location::new);
        String name = location.hasName() ? location.getName() : reference.getDisplay();
        if (name == null || name.isBlank()) {
            return "";
        }
        String kind = location.getPhysicalType().getCodingFirstRep().getCode();
        List<String> words = new ArrayList<>(List.of(name.strip().split("\\s+")));
        String bed = "bd".equals(kind) && words.size() > 1 ? words.remove(words.size() - 1) : "";
        boolean hasRoom = ("ro".equals(kind) || !bed.isEmpty()) && words.size() > 1;
        String room = hasRoom ? words.remove(words.size() - 1) : "";
        String facility = name(location.getManagingOrganization());
        return Er7.components(
                Er7.text(String.join(" ", words)),
                Er7.text(room),
                Er7.text(bed),
                Er7.text(facility.isEmpty() ? name(encounter.getServiceProvider()) : facility));
    }

    private String name(Reference organization) {
        String stored = context.read(organization, Organization.class)
                .map(Organization::getName)
                .orElse("");
        return stored.isEmpty() && organization.hasDisplay() ? organization.getDisplay() : stored;
    }

    private List<String> people(Encounter encounter, Set<String> roles) {
        return encounter.getParticipant().stream()
                .filter(participant -> participant.getType().stream()
                        .flatMap(type -> type.getCoding().stream())
                        .anyMatch(coding -> coding.hasCode() && roles.contains(coding.getCode())))
                .map(EncounterParticipantComponent::getIndividual)
                .map(this::xcn)
                .toList();
    }

    private String xcn(Reference reference) {
        Practitioner practitioner = context.read(reference, Practitioner.class).orElse(null);
        if (practitioner == null) {
            return reference.hasDisplay() ? Er7.components("", Er7.text(reference.getDisplay())) : "";
        }
        Identifier number = practitioner.getIdentifier().stream()
                .filter(Identifier::hasValue)
                .findFirst()
                .orElseGet(Identifier::new);
        String[] name = practitioner.hasName()
                ? PatientSegments.xpn(practitioner.getNameFirstRep()).split("\\^", -1)
                : new String[0];
        String[] parts = new String[13];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i > 0 && i <= Math.min(name.length, 5) ? name[i - 1] : "";
        }
        parts[0] = Er7.text(number.getValue());
        if (number.hasValue()) {
            parts[8] = Er7.subcomponents(Designators.authority(number.getSystem(), destination.namespaces()));
            parts[12] = Designators.type(number);
        }
        return Er7.components(parts);
    }

    private static void kinds(SegmentWriter pv1, Encounter encounter) {
        for (CodeableConcept type : encounter.getType()) {
            Designators.code(type, Designators.V2_TABLES + "0007").ifPresent(code -> pv1.set(4, Er7.text(code)));
            Designators.code(type, Designators.V2_TABLES + "0018").ifPresent(code -> pv1.set(18, Er7.text(code)));
        }
    }

    private static void stay(SegmentWriter pv1, EncounterHospitalizationComponent stay) {
        pv1.set(13, code(stay.getReAdmission()));
        pv1.set(14, code(stay.getAdmitSource()));
        pv1.set(36, code(stay.getDischargeDisposition()));
        if (stay.getDestination().hasDisplay()) {
            pv1.set(37, Er7.text(stay.getDestination().getDisplay()));
        }
    }

    /** These fields hold a code of the site's table and nothing else. */
    private static String code(CodeableConcept concept) {
        return concept.hasCoding() && concept.getCodingFirstRep().hasCode()
                ? Er7.text(concept.getCodingFirstRep().getCode())
                : Er7.text(concept.getText());
    }

    /** A visit without a number of its own goes by the hub's. */
    private void numbers(SegmentWriter pv1, Encounter encounter) {
        List<String> numbers = encounter.getIdentifier().stream()
                .filter(Identifier::hasValue)
                .map(identifier -> Designators.cx(identifier, destination.namespaces()))
                .toList();
        Identifier own = new Identifier()
                .setSystem(fhirBase + "/Encounter")
                .setValue(encounter.getIdElement().getIdPart());
        pv1.set(19, numbers.isEmpty() ? Designators.cx(own, destination.namespaces()) : numbers.get(0));
        pv1.set(50, numbers.size() > 1 ? numbers.get(1) : "");
    }
}
