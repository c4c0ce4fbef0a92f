package dev.tributary.subscriptions.hl7v2;

import dev.tributary.subscriptions.context.EventContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCategory;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.DiagnosisComponent;
import org.hl7.fhir.r4.model.Organization;
import org.jspecify.annotations.Nullable;

/** Allergies, diagnoses and insurance as AL1, DG1 and IN1. */
final class DetailSegments {

    /** A message is no record: receivers choke on hundreds of segments. */
    private static final int MOST = 25;

    private static final Set<String> NOT_TRUE = Set.of("entered-in-error", "refuted");

    private final EventContext context;

    DetailSegments(EventContext context) {
        this.context = context;
    }

    List<SegmentWriter> allergies(String patient) {
        List<SegmentWriter> segments = new ArrayList<>();
        for (AllergyIntolerance allergy : context.find(AllergyIntolerance.class, "patient", patient, MOST)) {
            if (holds(allergy.getVerificationStatus()) && allergy.hasCode()) {
                segments.add(al1(segments.size() + 1, allergy));
            }
        }
        return segments;
    }

    private static SegmentWriter al1(int number, AllergyIntolerance allergy) {
        SegmentWriter al1 = new SegmentWriter("AL1").set(1, Integer.toString(number));
        al1.set(2, allergenType(allergy)).set(3, Designators.cwe(allergy.getCode()));
        if (allergy.hasReaction()) {
            al1.set(4, severity(allergy));
            al1.set(
                    5,
                    allergy.getReaction().stream()
                            .flatMap(reaction -> reaction.getManifestation().stream())
                            .map(DetailSegments::words)
                            .toList());
        }
        return allergy.getOnset() instanceof DateTimeType onset
                ? al1.set(6, Er7.time(onset).replaceAll("(?<=^\\d{8}).*", ""))
                : al1;
    }

    private static String allergenType(AllergyIntolerance allergy) {
        if (!allergy.hasCategory()) {
            return "";
        }
        AllergyIntoleranceCategory category = allergy.getCategory().get(0).getValue();
        return switch (category) {
            case MEDICATION, BIOLOGIC -> "DA";
            case FOOD -> "FA";
            case ENVIRONMENT -> "EA";
            default -> "";
        };
    }

    private static String severity(AllergyIntolerance allergy) {
        if (!allergy.getReactionFirstRep().hasSeverity()) {
            return "";
        }
        return switch (allergy.getReactionFirstRep().getSeverity()) {
            case SEVERE -> "SV";
            case MODERATE -> "MO";
            case MILD -> "MI";
            default -> "";
        };
    }

    /** What the visit lists as its diagnoses, in its order, then what else was recorded in it. */
    List<SegmentWriter> diagnoses(Encounter encounter) {
        String visit = "Encounter/" + encounter.getIdElement().getIdPart();
        List<SegmentWriter> segments = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (DiagnosisComponent diagnosis : encounter.getDiagnosis()) {
            context.read(diagnosis.getCondition(), Condition.class)
                    .filter(condition -> holds(condition.getVerificationStatus()) && condition.hasCode())
                    .ifPresent(condition -> {
                        told.add(condition.getIdElement().getIdPart());
                        segments.add(dg1(segments.size() + 1, condition, diagnosis));
                    });
        }
        for (Condition condition : context.find(Condition.class, "encounter", visit, MOST)) {
            boolean isNew = !told.contains(condition.getIdElement().getIdPart());
            if (isNew && holds(condition.getVerificationStatus()) && condition.hasCode() && segments.size() < MOST) {
                segments.add(dg1(segments.size() + 1, condition, new DiagnosisComponent()));
            }
        }
        return segments;
    }

    private static SegmentWriter dg1(int number, Condition condition, DiagnosisComponent diagnosis) {
        SegmentWriter dg1 = new SegmentWriter("DG1").set(1, Integer.toString(number));
        dg1.set(3, Designators.cwe(condition.getCode()));
        if (condition.getCode().hasText() && condition.getCode().hasCoding()) {
            dg1.set(4, Er7.text(condition.getCode().getText()));
        }
        if (condition.getOnset() instanceof BaseDateTimeType onset) {
            dg1.set(5, Er7.time(onset));
        }
        dg1.set(6, Codes.diagnosisType(diagnosis.getUse()));
        return diagnosis.hasRank() ? dg1.set(15, Integer.toString(diagnosis.getRank())) : dg1;
    }

    List<SegmentWriter> insurances(String patient) {
        List<SegmentWriter> segments = new ArrayList<>();
        for (Coverage coverage : context.find(Coverage.class, "beneficiary", patient, MOST)) {
            if (coverage.getStatus() == CoverageStatus.ACTIVE) {
                SegmentWriter in1 = in1(segments.size() + 1, coverage);
                if (in1 != null) {
                    segments.add(in1);
                }
            }
        }
        return segments;
    }

    /** Null if neither plan nor payer is known: the segment requires both. */
    private @Nullable SegmentWriter in1(int number, Coverage coverage) {
        Organization payer = context.read(coverage.getPayorFirstRep(), Organization.class)
                .orElseGet(() ->
                        new Organization().setName(coverage.getPayorFirstRep().getDisplay()));
        SegmentWriter in1 = new SegmentWriter("IN1").set(1, Integer.toString(number));
        coverage.getClass_().forEach(group -> {
            String value = Er7.text(group.getValue());
            String name = Er7.text(group.getName());
            switch (String.valueOf(group.getType().getCodingFirstRep().getCode())) {
                case "plan" -> in1.set(2, Er7.components(value, name));
                case "group" -> in1.set(8, value).set(9, name);
                default -> {}
            }
        });
        String payerName = Er7.text(payer.getName());
        String payerId =
                payer.hasIdentifier() ? Er7.text(payer.getIdentifierFirstRep().getValue()) : payerName;
        if (payerName.isEmpty() && payerId.isEmpty()) {
            return null;
        }
        in1.set(3, payerId).set(4, payerName);
        in1.set(12, Er7.time(coverage.getPeriod().getStartElement()).replaceAll("(?<=^\\d{8}).*", ""));
        in1.set(13, Er7.time(coverage.getPeriod().getEndElement()).replaceAll("(?<=^\\d{8}).*", ""));
        return in1.set(36, Er7.text(coverage.getSubscriberId()));
    }

    private static boolean holds(CodeableConcept verification) {
        return verification.getCoding().stream().noneMatch(coding -> NOT_TRUE.contains(coding.getCode()));
    }

    private static String words(CodeableConcept concept) {
        return concept.hasText()
                ? Er7.text(concept.getText())
                : Er7.text(
                        concept.getCodingFirstRep().hasDisplay()
                                ? concept.getCodingFirstRep().getDisplay()
                                : concept.getCodingFirstRep().getCode());
    }
}
