package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.GolToGoal;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObxToObservation;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PatientContext;
import dev.tributary.mapping.v2.segment.PrbToCondition;
import dev.tributary.mapping.v2.segment.PthToCarePlan;
import dev.tributary.mapping.v2.segment.VarToAnnotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Goal;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * PPR PC1 to PC3, PGL PC6 to PC8, PPP PCB to PCD and PPG PCG to PCJ: problems, goals and pathways are added, updated and deleted
 * (<a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/PPR_PC1">HL7 v2 chapter 12</a>). HL7's guide has no message map.
 * The action of each PRB, GOL and PTH counts, not that of the event. Orders (ORC and what follows) are placed for the problem and the
 * pathway before them.
 */
final class PprPc1 {

    private static final Set<String> BEGINS = Set.of("PRB", "GOL", "PTH");
    private static final Set<String> PATHWAYS = Set.of("PCB", "PCC", "PCD", "PCG", "PCH", "PCJ");

    private final Translation translation;
    private final PatientContext subject;
    private @Nullable Condition condition;
    private Set<String> cleared = Set.of();
    private @Nullable Goal goal;
    private @Nullable Observation observation;
    private @Nullable CarePlan plan;
    /** The order that is being read; empty between orders. */
    private final List<V2Segment> order = new ArrayList<>();
    /** In PPP and PPG problems and goals belong to the pathway before them, else the pathway to what is before it. */
    private final boolean isOfPathways;

    private PprPc1(Translation translation, PatientContext subject) {
        this.translation = translation;
        this.subject = subject;
        this.isOfPathways = PATHWAYS.contains(translation.event().code());
    }

    static void map(V2Message message, Translation translation) {
        translation.mentionPatient();
        var header = new PatientHeader(message, BEGINS);
        var subject = header.write(translation);
        if (subject == null) {
            return;
        }
        var problems = new PprPc1(translation, subject);
        header.body().forEach(problems::take);
        problems.finishOrder();
        problems.finishGoal();
        problems.finishCondition();
        problems.finishPlan();
    }

    private void take(V2Segment segment) {
        var isOrder = segment.name().equals("ORC");
        if (isOrder || BEGINS.contains(segment.name())) {
            finishOrder();
        }
        if (isOrder || !order.isEmpty()) {
            order.add(segment);
            return;
        }
        switch (segment.name()) {
            case "PRB" -> problem(segment);
            case "GOL" -> goal(segment);
            case "PTH" -> pathway(segment);
            case "OBX" -> observe(segment);
            case "NTE" -> annotate(NteToAnnotation.map(translation.read(segment), translation));
            case "VAR" -> annotate(VarToAnnotation.map(translation.read(segment), translation));
            default -> translation.read(segment);
        }
    }

    private void finishOrder() {
        if (order.isEmpty()) {
            return;
        }
        var segments = List.copyOf(order);
        order.clear();
        var isOfDrugs = segments.stream().anyMatch(segment -> segment.name().startsWith("RX"));
        for (var request : isOfDrugs ? PharmacyMessage.write(segments, subject, translation) : services(segments)) {
            link(request);
        }
    }

    private List<Resource> services(List<V2Segment> segments) {
        var specimens = new SpecimenMaps(translation);
        var observations = new ObservationMaps(translation);
        var whom = new Subject(subject.key(), subject.patient(), subject.encounter());
        var maps = new RequestMaps(whom, specimens, observations, translation);
        var message = new V2Message(segments.get(0).delimiters(), segments);
        var requests = new ArrayList<Resource>();
        for (var group : MessageGroups.of(message, translation.event().code()).patients()) {
            for (var each : group.orders()) {
                var request = maps.map(each);
                if (request != null) {
                    requests.add(request);
                }
            }
        }
        return requests;
    }

    private void link(Resource request) {
        if (plan != null) {
            plan.addActivity().setReference(reference(request));
        }
        if (condition != null && request instanceof ServiceRequest service) {
            service.addReasonReference(reference(condition));
        } else if (condition != null && request instanceof MedicationRequest drug) {
            drug.addReasonReference(reference(condition));
        }
    }

    private void pathway(V2Segment pth) {
        finishPlan();
        if (isOfPathways) {
            finishGoal();
            finishCondition();
        }
        observation = null;
        plan = PthToCarePlan.map(translation.read(pth), subject, translation);
        if (plan != null && condition != null) {
            plan.addAddresses(reference(condition));
        }
        if (plan != null && goal != null) {
            plan.addGoal(reference(goal));
        }
    }

    private void goal(V2Segment gol) {
        finishGoal();
        observation = null;
        goal = GolToGoal.map(translation.read(gol), subject, translation);
        if (goal != null && condition != null) {
            goal.addAddresses(reference(condition));
        }
        if (goal != null && plan != null && isOfPathways) {
            plan.addGoal(reference(goal));
        }
    }

    /** After a goal (PGL) it is what the goal addresses, before one (PPR) the goal is for it. */
    private void problem(V2Segment prb) {
        finishCondition();
        if (!isOfPathways) {
            finishPlan();
        }
        var clears = new HashSet<String>();
        condition = PrbToCondition.map(translation.read(prb), subject, clears, translation);
        cleared = clears;
        observation = null;
        if (goal != null && condition != null) {
            goal.addAddresses(reference(condition));
        }
        if (plan != null && condition != null && isOfPathways) {
            plan.addAddresses(reference(condition));
        }
        finishGoal();
    }

    private void observe(V2Segment obx) {
        DomainResource owner = goal == null ? condition : goal;
        if (owner == null) {
            translation.read(obx);
            return;
        }
        var key = owner.fhirType() + "|" + owner.getIdElement().getIdPart();
        var order = new Order(key, null, "", subject.patient(), subject.encounter());
        var found = ObxToObservation.map(
                translation.read(obx), key + "|" + ObxToObservation.key(obx, translation), order, null, translation);
        found.getCategory().clear();
        observation = found;
        var reference = translation.write(found);
        if (goal != null) {
            goal.addOutcomeReference(reference);
        } else if (condition != null) {
            condition.addEvidence().addDetail(reference);
        }
    }

    private void annotate(@Nullable Annotation note) {
        if (note == null) {
            return;
        }
        if (observation != null) {
            observation.addNote(note);
        } else if (goal != null) {
            goal.addNote(note);
        } else if (condition != null) {
            condition.addNote(note);
        } else if (plan != null) {
            plan.addNote(note);
        }
    }

    private void finishGoal() {
        if (goal != null) {
            translation.write(goal);
        }
        goal = null;
    }

    private void finishPlan() {
        if (plan != null) {
            translation.write(plan);
        }
        plan = null;
    }

    private void finishCondition() {
        if (condition != null) {
            translation.write(condition, cleared);
        }
        condition = null;
    }

    private static Reference reference(Resource resource) {
        return new Reference(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    }
}
