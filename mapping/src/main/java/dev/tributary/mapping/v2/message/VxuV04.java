package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.NteToObservation;
import dev.tributary.mapping.v2.segment.ObxToImmunization;
import dev.tributary.mapping.v2.segment.ObxToImmunizationRecommendation;
import dev.tributary.mapping.v2.segment.ObxToObservation;
import dev.tributary.mapping.v2.segment.OrcToImmunization;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PatientContext;
import dev.tributary.mapping.v2.segment.PrtToPerformer;
import dev.tributary.mapping.v2.segment.RxaToImmunization;
import dev.tributary.mapping.v2.segment.RxrToDosage;
import dev.tributary.mapping.v2.segment.Tq1ToImmunization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-vxu-v04-to-bundle.html">VXU_V04</a>, and histories that a registry
 * answers with (RSP K11, VXR V03): an Immunization for each RXA. Its OBX follow CDC's guide for immunization messaging; those of a
 * forecast become one ImmunizationRecommendation.
 */
final class VxuV04 {

    private final Translation translation;
    private final PatientContext subject;
    private final ObxToImmunizationRecommendation forecast;
    private @Nullable V2Segment orc;
    private @Nullable Group group;
    /** The OBX that NTE and PRT belong to. */
    private @Nullable ObservationGroup observed;

    /** OBX before the first order. */
    private final List<ObservationGroup> ofPatient = new ArrayList<>();

    /** TQ1, PRT and NTE between an ORC and its RXA. */
    private final List<V2Segment> timings = new ArrayList<>();

    private final List<V2Segment> participations = new ArrayList<>();
    private final List<V2Segment> notes = new ArrayList<>();

    /** One RXA and what has followed it so far. */
    private record Group(
            @Nullable V2Segment orc,
            V2Segment rxa,
            String key,
            List<V2Segment> routes,
            List<V2Segment> timings,
            List<V2Segment> participations,
            List<ObservationGroup> observations,
            List<V2Segment> notes) {}

    private VxuV04(Translation translation, PatientContext subject) {
        this.translation = translation;
        this.subject = subject;
        this.forecast = new ObxToImmunizationRecommendation(subject, translation);
    }

    static void map(V2Message message, Translation translation) {
        var header = new PatientHeader(message, Set.of("ORC", "RXA", "OBX", "NTE"));
        var subject = header.write(translation);
        if (subject == null) {
            return;
        }
        var history = new VxuV04(translation, subject);
        header.body().forEach(history::take);
        history.finish();
        history.leaveOrc();
        history.ofPatient.forEach(each -> history.writeObservation(each, null));
        history.forecast.write();
    }

    private void take(V2Segment segment) {
        var current = group;
        switch (segment.name()) {
            case "ORC" -> {
                finish();
                leaveOrc();
                orc = segment;
                observed = null;
            }
            case "TQ1" -> (current == null ? timings : current.timings()).add(segment);
            case "PRT", "ROL" -> participation(segment);
            case "RXA" -> begin(segment);
            case "RXR" -> {
                if (current == null) {
                    translation.read(segment);
                } else {
                    current.routes().add(segment);
                }
            }
            case "OBX" -> {
                var begun = new ObservationGroup(segment);
                observed = begun;
                if (current == null) {
                    ofPatient.add(begun);
                } else {
                    current.observations().add(begun);
                }
            }
            case "NTE" -> annotate(segment);
            default -> translation.read(segment);
        }
    }

    private void begin(V2Segment rxa) {
        finish();
        var key = OrcToImmunization.key(orc, rxa, subject, translation.profile());
        if (translation.isWritten("Immunization/" + translation.id("Immunization", key))) {
            key = key + "|" + rxa.occurrence();
        }
        group = new Group(
                orc,
                rxa,
                key,
                new ArrayList<>(),
                new ArrayList<>(timings),
                new ArrayList<>(participations),
                new ArrayList<>(),
                new ArrayList<>(notes));
        timings.clear();
        participations.clear();
        notes.clear();
        orc = null;
        observed = null;
    }

    /** Of the observation or the vaccination that it follows; before RXA, of the one to come. */
    private void participation(V2Segment segment) {
        if (observed != null) {
            observed.participations().add(segment);
        } else {
            (group == null ? participations : group.participations()).add(segment);
        }
    }

    /** Of what it follows: an observation, a vaccination, or, before the first order, the patient. */
    private void annotate(V2Segment nte) {
        if (observed != null) {
            observed.notes().add(nte);
        } else if (group != null) {
            group.notes().add(nte);
        } else if (orc != null) {
            notes.add(nte);
        } else {
            NteToObservation.write(translation.read(nte), subject.key(), subject.patient(), null, translation);
        }
    }

    private void finish() {
        var current = group;
        group = null;
        if (current == null) {
            return;
        }
        if (RxaToImmunization.isNoVaccine(current.rxa())) {
            writeNoVaccine(current);
        } else {
            writeImmunization(current);
        }
    }

    private void writeNoVaccine(Group current) {
        var rxa = translation.read(current.rxa());
        rxa.ignore(1, 2, 3, 4, 5, 6, 7, 9, 20, 21);
        if (current.orc() != null) {
            translation.read(current.orc()).ignore(1, 2, 3);
        }
        for (var each : current.observations()) {
            if (ObxToImmunizationRecommendation.takes(each.obx())) {
                forecast.add(translation.read(each.obx()));
                each.notes().forEach(translation::read);
                each.participations().forEach(translation::read);
            } else {
                writeObservation(each, null);
            }
        }
        current.routes().forEach(translation::read);
        current.timings().forEach(translation::read);
        current.participations().forEach(translation::read);
        current.notes().forEach(translation::read);
    }

    private void writeImmunization(Group current) {
        var immunization = RxaToImmunization.map(translation.read(current.rxa()), current.key(), subject, translation);
        if (current.orc() != null) {
            OrcToImmunization.add(immunization, translation.read(current.orc()), translation);
        }
        for (var rxr : current.routes()) {
            if (immunization.hasRoute()) {
                translation.read(rxr);
            } else {
                RxrToDosage.add(immunization, translation.read(rxr), translation);
            }
        }
        for (var tq1 : current.timings()) {
            Tq1ToImmunization.add(immunization, translation.read(tq1), translation);
        }
        PrtToPerformer.addTo(immunization, current.participations(), translation);
        addObservations(immunization, current);
        addNotes(current.notes(), immunization::addNote);
        translation.write(immunization);
    }

    private void addNotes(List<V2Segment> segments, Consumer<Annotation> target) {
        for (var nte : segments) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                target.accept(note);
            }
        }
    }

    private void addObservations(Immunization immunization, Group current) {
        var hasDoseNumber = current.observations().stream()
                .anyMatch(each -> "protocolApplied.doseNumber".equals(ObxToImmunization.role(each.obx())));
        var elements = new ObxToImmunization(immunization, translation);
        for (var each : current.observations()) {
            var role = ObxToImmunization.role(each.obx());
            var isObservation = ObxToImmunization.isObservation(role, hasDoseNumber);
            var observation = isObservation ? writeObservation(each, immunization) : null;
            if (role != null) {
                elements.add(translation.read(each.obx()), role, observation);
            }
            if (!isObservation) {
                // What is an element of the vaccination has no note of its own.
                current.notes().addAll(each.notes());
                each.participations().forEach(translation::read);
            }
        }
        elements.finish();
    }

    private @Nullable Reference writeObservation(ObservationGroup group, @Nullable Immunization immunization) {
        var obx = group.obx();
        var owner = immunization == null
                ? subject.key() + "|" + obx.raw(14).strip()
                : "Immunization|" + immunization.getIdElement().getIdPart();
        var order = new Order(owner, null, "", subject.patient(), subject.encounter());
        var key = owner + "|" + ObxToObservation.key(obx, translation);
        var observation = ObxToObservation.map(translation.read(obx), key, order, null, translation);
        observation.getCategory().clear();
        if (immunization != null) {
            observation.addPartOf(
                    new Reference("Immunization/" + immunization.getIdElement().getIdPart()));
        }
        addNotes(group.notes(), observation::addNote);
        PrtToPerformer.addTo(observation, group.participations(), translation);
        group.participations().forEach(translation::read);
        return translation.write(observation);
    }

    private void leaveOrc() {
        if (orc != null) {
            translation.read(orc);
        }
        orc = null;
        for (var left : List.of(timings, participations, notes)) {
            left.forEach(translation::read);
            left.clear();
        }
    }
}
