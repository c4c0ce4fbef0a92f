package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The segment groups of <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents">ORU, OUL, ORM, OML, OMG and their
 * responses</a>, found by what follows what, since senders mix versions. A specimen that stands before its orders (OUL R22, OML O33)
 * belongs to all of them up to the next one; one that follows an order belongs to that order.
 */
final class MessageGroups {

    /** In specimen and container oriented results the ORC follows its OBR. */
    private static final Set<String> ORC_FOLLOWS = Set.of("R22", "R23", "R24");

    /** Before the first order; after it they are the order's. */
    private static final Set<String> OF_THE_PATIENT = Set.of("DG1", "PR1");

    private final boolean orcFollows;
    private final List<PatientGroup> patients = new ArrayList<>();
    private final List<V2Segment> strays = new ArrayList<>();
    /** TXA before the first order. */
    private final List<V2Segment> documents = new ArrayList<>();

    private List<SpecimenGroup> leading = new ArrayList<>();
    private boolean specimenLeads;
    private PatientGroup patient = new PatientGroup();
    private @Nullable OrderGroup order;
    private @Nullable SpecimenGroup specimen;
    private @Nullable ObservationGroup observation;
    private @Nullable List<V2Segment> notes;

    private MessageGroups(String event) {
        this.orcFollows = ORC_FOLLOWS.contains(event);
    }

    /** @param event the trigger event alone, {@code R01} */
    static MessageGroups of(V2Message message, String event) {
        var groups = new MessageGroups(event);
        message.segments().forEach(groups::take);
        groups.endPatient();
        return groups;
    }

    List<PatientGroup> patients() {
        return patients;
    }

    /** Segments that belong to no patient and no order. */
    List<V2Segment> strays() {
        return strays;
    }

    private void take(V2Segment segment) {
        switch (segment.name()) {
            case "MSH", "EVN", "MSA" -> {}
            case "PID" -> beginPatient(segment);
            case "PD1", "NK1", "PV1", "PV2", "AL1", "IAM", "IN1", "IN2", "IN3", "GT1", "ACC" -> addToPatient(segment);
            case "ORC" -> takeOrc(segment);
            case "OBR" -> takeObr(segment);
            case "SPM" -> takeSpecimen(segment);
            case "OBX" -> observe(segment);
            case "NTE" -> (notes == null ? strays : notes).add(segment);
            case "PRT", "ROL" -> takeParticipation(segment);
            case "SAC" -> takeContainer(segment);
            default -> takeDetail(segment);
        }
    }

    /** Of the observation, the specimen, the order or the patient that it follows. */
    private void takeParticipation(V2Segment segment) {
        if (observation != null) {
            observation.participations().add(segment);
        } else if (specimen != null) {
            specimen.participations().add(segment);
        } else if (order == null && patient.names("PID")) {
            patient.segments().add(segment);
        } else {
            takeDetail(segment);
        }
    }

    /** A further container of a specimen that leads may stand behind the orders for the first one. */
    private void takeContainer(V2Segment sac) {
        var current = specimen;
        if (current == null && specimenLeads && !leading.isEmpty()) {
            current = leading.get(leading.size() - 1);
        }
        if (current == null) {
            takeDetail(sac);
        } else {
            current.containers().add(sac);
        }
    }

    private void takeDetail(V2Segment segment) {
        if (order == null && segment.name().equals("TXA")) {
            documents.add(segment);
            return;
        }
        if (order == null) {
            (OF_THE_PATIENT.contains(segment.name()) ? patient.segments() : strays).add(segment);
            return;
        }
        switch (segment.name()) {
            case "TQ1" -> order.timings().add(segment);
            case "TXA" -> {
                order.document(segment);
                observation = null;
            }
            case "DG1" -> order.diagnoses().add(segment);
            default -> order.others().add(segment);
        }
    }

    private void beginPatient(V2Segment pid) {
        if (patient.names("PID") || !patient.orders().isEmpty()) {
            endPatient();
        }
        patient.segments().add(pid);
        notes = patient.notes();
    }

    private void endPatient() {
        if (!patient.isEmpty()) {
            patients.add(patient);
        }
        strays.addAll(documents);
        documents.clear();
        patient = new PatientGroup();
        order = null;
        specimen = null;
        observation = null;
        notes = null;
        leading = new ArrayList<>();
        specimenLeads = false;
    }

    private void addToPatient(V2Segment segment) {
        patient.segments().add(segment);
    }

    private void takeOrc(V2Segment orc) {
        var current = order;
        if (orcFollows
                && current != null
                && current.orc() == null
                && current.observations().isEmpty()) {
            current.orc(orc);
            return;
        }
        begin().orc(orc);
    }

    private void takeObr(V2Segment obr) {
        var current = order;
        if (current != null && current.obr() == null) {
            current.obr(obr);
            specimen = null;
            observation = null;
            notes = current.notes();
            return;
        }
        begin().obr(obr);
    }

    private OrderGroup begin() {
        var begun = new OrderGroup();
        begun.specimens().addAll(leading);
        documents.forEach(begun::document);
        documents.clear();
        patient.orders().add(begun);
        order = begun;
        specimen = null;
        observation = null;
        notes = begun.notes();
        return begun;
    }

    private void takeSpecimen(V2Segment spm) {
        var group = new SpecimenGroup(spm);
        specimen = group;
        observation = null;
        notes = group.notes();
        if (patient.orders().isEmpty()) {
            specimenLeads = true;
        }
        if (specimenLeads) {
            if (order != null) {
                leading = new ArrayList<>();
                order = null;
            }
            leading.add(group);
        } else if (order != null) {
            order.specimens().add(group);
        }
    }

    private void observe(V2Segment obx) {
        var group = new ObservationGroup(obx);
        observation = group;
        notes = group.notes();
        var isOfSpecimen =
                specimen != null && (order == null || !order.observations().isEmpty());
        if (isOfSpecimen && specimen != null) {
            specimen.observations().add(group);
        } else if (order != null) {
            order.observations().add(group);
        } else {
            patient.observations().add(group);
        }
    }
}
