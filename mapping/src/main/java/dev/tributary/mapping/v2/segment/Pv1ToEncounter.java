package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pv1-to-encounter.html">PV1 to Encounter</a>, with the status that
 * the trigger event gives it. Status {@code unknown} means: the event does not change it.
 */
public final class Pv1ToEncounter {

    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final Map<Integer, String> CLEARS = Map.ofEntries(
            Map.entry(3, "location"),
            Map.entry(7, "participant.ATND"),
            Map.entry(8, "participant.REF"),
            Map.entry(9, "participant.CON"),
            Map.entry(10, "serviceType"),
            Map.entry(13, "hospitalization.reAdmission"),
            Map.entry(14, "hospitalization.admitSource"),
            Map.entry(17, "participant.ADM"),
            Map.entry(36, "hospitalization.dischargeDisposition"),
            Map.entry(37, "hospitalization.destination"),
            Map.entry(44, "period.start"),
            Map.entry(45, "period.end"));

    private Pv1ToEncounter() {}

    /** @param cleared receives the names of elements that the event or the message takes away */
    public static Encounter map(SegmentReader pv1, Visit visit, Translation translation, Set<String> cleared) {
        var encounter = new Encounter();
        pv1.ignore(1);
        CLEARS.forEach((field, element) -> {
            if (pv1.isDelete(field)) {
                cleared.add(element);
            }
        });
        encounter.setId(translation.id("Encounter", visit.encounterKey()));
        encounter.setSubject(visit.patient().copy());
        addIdentifiers(encounter, pv1, translation);
        setClass(encounter, pv1, translation);
        var event = VisitEvent.of(translation.event().code());
        setPeriodAndStatus(encounter, pv1, event, translation, cleared);
        PlToEncounterLocation.add(encounter, pv1, event, translation);
        addParticipants(encounter, pv1, translation);
        setKind(encounter, pv1, translation);
        Pv1ToHospitalization.set(encounter, pv1, event, translation);
        setServiceProvider(encounter, pv1, translation);
        setEpisode(encounter, pv1, translation);
        return encounter;
    }

    /** Takes away what would tell the state of a visit that is only named: it is for ADT to say. When it was stays. */
    public static void nameOnly(Encounter encounter) {
        encounter.setStatus(EncounterStatus.UNKNOWN);
        for (var location : encounter.getLocation()) {
            location.setStatus(null);
            location.setPeriod(null);
        }
    }

    private static void addIdentifiers(Encounter encounter, SegmentReader pv1, Translation translation) {
        addIdentifier(encounter, pv1, 19, "VN", translation);
        addIdentifier(encounter, pv1, 50, "VN", translation);
    }

    private static void addIdentifier(
            Encounter encounter, SegmentReader pv1, int field, String type, Translation translation) {
        for (var value : pv1.values(field)) {
            var identifier = CxToIdentifier.map(value, type, translation);
            if (identifier != null && Identifiers.lacks(encounter.getIdentifier(), identifier)) {
                encounter.addIdentifier(identifier);
            }
        }
    }

    static void setClass(Encounter encounter, SegmentReader pv1, Translation translation) {
        var value = pv1.value(2);
        var concept = CweToCodeableConcept.translate(value, "HL70004", translation);
        if (concept != null && concept.hasCoding()) {
            encounter.setClass_(concept.getCodingFirstRep());
        }
    }

    private static void setPeriodAndStatus(
            Encounter encounter, SegmentReader pv1, VisitEvent event, Translation translation, Set<String> cleared) {
        cleared.addAll(event.cleared());
        var start = TsToDateTime.map(pv1.value(44), translation);
        var stated = TsToDateTime.map(pv1.value(45), translation);
        var end = event.cleared().contains("period.end") ? null : stated;
        var occurred = translation.event().occurred();
        if (start == null && event.begins()) {
            start = copy(occurred);
        }
        if (end == null && event.ends()) {
            end = copy(occurred);
        }
        var status =
                event.status(end != null, "PRENC".equals(encounter.getClass_().getCode()));
        if (status == EncounterStatus.PLANNED || event.isCancelled()) {
            end = null;
        }
        if (DrToPeriod.isBefore(end, start)) {
            translation.warn(
                    "business-rule", pv1.segment().path(45), "The visit ends before it begins; the end is left out.");
        }
        var period = DrToPeriod.map(start, end);
        if (period != null) {
            encounter.setPeriod(period);
        }
        encounter.setStatus(status == null ? EncounterStatus.UNKNOWN : status);
    }

    private static void addParticipants(Encounter encounter, SegmentReader pv1, Translation translation) {
        addParticipants(encounter, pv1, 7, new Coding(PARTICIPATION, "ATND", "attender"), translation);
        addParticipants(encounter, pv1, 8, new Coding(PARTICIPATION, "REF", "referrer"), translation);
        addParticipants(encounter, pv1, 9, new Coding(PARTICIPATION, "CON", "consultant"), translation);
        addParticipants(encounter, pv1, 17, new Coding(PARTICIPATION, "ADM", "admitter"), translation);
        addParticipants(encounter, pv1, 52, new Coding(PARTICIPATION, "PART", "Participation"), translation);
    }

    private static void addParticipants(
            Encounter encounter, SegmentReader pv1, int field, Coding role, Translation translation) {
        for (var value : pv1.values(field)) {
            var practitioner = XcnToPractitioner.map(value, translation);
            if (practitioner != null) {
                add(encounter, role, practitioner);
            }
        }
    }

    /** Twice the same person in the same role is said once. */
    static void add(Encounter encounter, Coding role, Reference individual) {
        var isKnown = encounter.getParticipant().stream()
                .anyMatch(each -> role.getCode()
                                .equals(each.getTypeFirstRep()
                                        .getCodingFirstRep()
                                        .getCode())
                        && individual.getReference().equals(each.getIndividual().getReference()));
        if (!isKnown) {
            encounter
                    .addParticipant()
                    .addType(new CodeableConcept().addCoding(role.copy()))
                    .setIndividual(individual);
        }
    }

    private static void setKind(Encounter encounter, SegmentReader pv1, Translation translation) {
        var service =
                CweToCodeableConcept.map(pv1.value(10), "http://terminology.hl7.org/CodeSystem/v2-0069", translation);
        if (service != null) {
            encounter.setServiceType(service);
        }
        var admission =
                CweToCodeableConcept.map(pv1.value(4), "http://terminology.hl7.org/CodeSystem/v2-0007", translation);
        if (admission != null) {
            encounter.addType(admission);
        }
        var patientType =
                CweToCodeableConcept.map(pv1.value(18), "http://terminology.hl7.org/CodeSystem/v2-0018", translation);
        if (patientType != null) {
            encounter.addType(patientType);
        }
    }

    private static void setServiceProvider(Encounter encounter, SegmentReader pv1, Translation translation) {
        var servicing = XonToOrganization.ofHd(pv1.value(39), 1, translation);
        var ward = servicing == null ? XonToOrganization.ofHd(pv1.value(3), 4, translation) : servicing;
        // Who only names the visit, as a laboratory, is seldom its host.
        var provider = ward == null && !translation.isVisitMentioned()
                ? XonToOrganization.ofHd(translation.event().sendingFacility(), 0, translation)
                : ward;
        if (provider != null) {
            encounter.setServiceProvider(provider);
        }
    }

    /** PV1-53 and 54: HL7 v2 knows of an episode what it is called and its number, and not its state. */
    private static void setEpisode(Encounter encounter, SegmentReader pv1, Translation translation) {
        var number = pv1.value(54);
        var identifier = number == null ? null : CxToIdentifier.map(number, translation);
        var description = pv1.wholeText(53);
        if (identifier != null || description != null) {
            encounter.addEpisodeOfCare(new Reference()
                    .setType("EpisodeOfCare")
                    .setIdentifier(identifier)
                    .setDisplay(description));
        }
    }

    private static @Nullable DateTimeType copy(@Nullable DateTimeType time) {
        return time == null ? null : time.copy();
    }
}
