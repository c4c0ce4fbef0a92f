package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.PatientKey;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Al1ToAllergyIntolerance;
import dev.tributary.mapping.v2.segment.Dg1ToCondition;
import dev.tributary.mapping.v2.segment.Pv1ToEncounter;
import dev.tributary.mapping.v2.segment.Pv2ToEncounter;
import dev.tributary.mapping.v2.segment.Visit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-adt-a01-to-bundle.html">ADT_A01</a> and the events that share its
 * segments: A01, A02, A03, A04, A08, A11, A13 are about a visit, A28 and A31 about a person only.
 */
final class AdtMessage {

    private static final Set<String> PERSON_EVENTS = Set.of("A28", "A31");

    private AdtMessage() {}

    static void map(V2Message message, Translation translation) {
        var patientKey = PatientSegments.write(message, translation);
        if (patientKey == null) {
            return;
        }
        var patient = new Reference("Patient/" + translation.id("Patient", patientKey));
        var segments = new ArrayList<>(message.segments());
        segments.removeIf(segment -> PatientSegments.NAMES.contains(segment.name()));
        var visit = visit(message, patientKey, patient, translation);
        mapVisit(segments, visit, patientKey, patient, translation);
    }

    private static void mapVisit(
            List<V2Segment> segments,
            @Nullable Visit visit,
            String patientKey,
            Reference patient,
            Translation translation) {
        var cleared = new HashSet<String>();
        var encounter = visit == null ? null : encounter(segments, visit, translation, cleared);
        for (var segment : segments) {
            switch (segment.name()) {
                case "AL1" ->
                    Al1ToAllergyIntolerance.write(translation.read(segment), patientKey, patient, translation);
                case "DG1" ->
                    Dg1ToCondition.write(
                            translation.read(segment),
                            visit == null ? patientKey : visit.encounterKey(),
                            patient,
                            encounter,
                            translation);
                case "PID", "MSH", "EVN" -> {}
                case "PV1", "PV2" -> {
                    if (visit == null || segment.occurrence() > 1) {
                        translation.read(segment).ignore(1, 2);
                    }
                }
                default -> translation.read(segment);
            }
        }
        if (encounter != null) {
            translation.write(encounter, cleared);
        }
    }

    private static Encounter encounter(
            List<V2Segment> segments, Visit visit, Translation translation, Set<String> cleared) {
        Encounter encounter = null;
        for (var segment : segments) {
            if (segment.name().equals("PV1") && encounter == null) {
                encounter = Pv1ToEncounter.map(translation.read(segment), visit, translation, cleared);
            }
        }
        if (encounter == null) {
            throw new IllegalStateException("A visit without PV1");
        }
        for (var segment : segments) {
            if (segment.name().equals("PV2") && segment.occurrence() == 1) {
                Pv2ToEncounter.add(encounter, translation.read(segment), translation, cleared);
            }
        }
        return encounter;
    }

    /** Null if the message is not about a visit, or does not say which. */
    private static @Nullable Visit visit(
            V2Message message, String patientKey, Reference patient, Translation translation) {
        var event = translation.event().code();
        if (PERSON_EVENTS.contains(event)) {
            return null;
        }
        var pv1 = message.first("PV1").orElse(null);
        if (pv1 == null) {
            if (!event.equals("A08")) {
                translation.warn(
                        "required", "PV1", "No PV1 segment: the visit that this event is about is not recorded.");
            }
            return null;
        }
        if (Visit.basis(pv1) == Visit.Basis.NONE) {
            if (event.equals("A08")) {
                // An update that names no visit is an update of the person: it must not begin a visit.
                translation.inform(
                        "not-found", "PV1-19", "Neither visit number nor admit time: only the patient is updated.");
                return null;
            }
            translation.warn(
                    "required",
                    "PV1-19",
                    "Neither visit number nor admit time: taken for the one open visit of this patient."
                            + " Ask the sender for PV1-19.");
        }
        return Visit.of(pv1, patientKey, patient, translation.profile());
    }

    static Identifier identifier(String key) {
        var bar = key.indexOf('|');
        return new Identifier().setSystem(key.substring(0, bar)).setValue(key.substring(bar + 1));
    }

    static @Nullable String patientKey(V2Segment pid, Translation translation) {
        var key = PatientKey.of(pid, translation.profile());
        if (key == null) {
            translation.error(
                    "required",
                    pid.path(3),
                    "No patient identifier in PID-3, PID-2 or PID-4: nobody can say who this is.");
        }
        return key;
    }
}
