package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObxToImmunization;
import dev.tributary.mapping.v2.segment.ObxToImmunizationRecommendation;
import dev.tributary.mapping.v2.segment.ObxToObservation;
import dev.tributary.mapping.v2.segment.OrcToImmunization;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PatientContext;
import dev.tributary.mapping.v2.segment.RxaToImmunization;
import dev.tributary.mapping.v2.segment.RxrToDosage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Observation;
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
    private @Nullable Observation last;

    /** One RXA and what has followed it so far. */
    private record Group(
            @Nullable V2Segment orc,
            V2Segment rxa,
            String key,
            List<V2Segment> routes,
            List<V2Segment> observations,
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
        history.forecast.write();
    }

    private void take(V2Segment segment) {
        var current = group;
        switch (segment.name()) {
            case "ORC" -> {
                finish();
                leaveOrc();
                orc = segment;
            }
            case "RXA" -> begin(segment);
            case "RXR" -> {
                if (current == null) {
                    translation.read(segment);
                } else {
                    current.routes().add(segment);
                }
            }
            case "OBX" -> {
                if (current == null) {
                    writeObservation(segment, null);
                } else {
                    current.observations().add(segment);
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
        group = new Group(orc, rxa, key, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        orc = null;
        last = null;
    }

    private void annotate(V2Segment nte) {
        if (group != null) {
            group.notes().add(nte);
        } else if (last != null) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                last.addNote(note);
            }
        } else {
            translation.read(nte);
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
        for (var obx : current.observations()) {
            if (ObxToImmunizationRecommendation.takes(obx)) {
                forecast.add(translation.read(obx));
            } else {
                writeObservation(obx, null);
            }
        }
        current.routes().forEach(translation::read);
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
        addObservations(immunization, current);
        for (var nte : current.notes()) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                immunization.addNote(note);
            }
        }
        translation.write(immunization);
    }

    private void addObservations(Immunization immunization, Group current) {
        var hasDoseNumber = current.observations().stream()
                .anyMatch(obx -> "protocolApplied.doseNumber".equals(ObxToImmunization.role(obx)));
        var elements = new ObxToImmunization(immunization, translation);
        for (var obx : current.observations()) {
            var role = ObxToImmunization.role(obx);
            var observation =
                    ObxToImmunization.isObservation(role, hasDoseNumber) ? writeObservation(obx, immunization) : null;
            if (role != null) {
                elements.add(translation.read(obx), role, observation);
            }
        }
        elements.finish();
    }

    private @Nullable Reference writeObservation(V2Segment obx, @Nullable Immunization immunization) {
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
        last = observation;
        return translation.write(observation);
    }

    private void leaveOrc() {
        if (orc != null) {
            translation.read(orc);
        }
        orc = null;
    }
}
