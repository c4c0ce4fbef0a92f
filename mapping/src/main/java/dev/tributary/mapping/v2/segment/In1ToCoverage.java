package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.NormalName;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-in1-to-coverage.html">IN1 to Coverage</a>, and what IN2 adds. In
 * R4 the insured's number is Coverage.subscriberId, group and plan are Coverage.class.
 */
public final class In1ToCoverage {

    private static final String CLASS = "http://terminology.hl7.org/CodeSystem/coverage-class";

    private final SegmentReader in1;
    private final @Nullable SegmentReader in2;
    private final Reference patient;
    private final Translation translation;
    private final Coverage coverage = new Coverage();

    private In1ToCoverage(SegmentReader in1, @Nullable SegmentReader in2, Reference patient, Translation translation) {
        this.in1 = in1;
        this.in2 = in2;
        this.patient = patient;
        this.translation = translation;
    }

    /**
     * Writes coverage, payer and subscriber; null, and nothing written, if the segment names neither plan nor payer.
     *
     * @param in2 the IN2 that follows; null if there is none
     */
    public static @Nullable Reference write(
            SegmentReader in1,
            @Nullable SegmentReader in2,
            String patientKey,
            Reference patient,
            Translation translation) {
        return new In1ToCoverage(in1, in2, patient, translation).write(patientKey);
    }

    private @Nullable Reference write(String patientKey) {
        in1.ignore(1);
        var payer = In1ToOrganization.map(in1, translation);
        var plan = in1.value(2);
        var planId = plan == null ? null : plan.component(1);
        var planName = plan == null ? null : plan.component(2);
        if (payer == null && planId == null && planName == null) {
            translation.warn(
                    "required", in1.segment().path(), "Neither plan nor company; the coverage cannot be recorded.");
            return null;
        }
        coverage.setStatus(ActionCode.isDelete(in1.text(55)) ? CoverageStatus.ENTEREDINERROR : CoverageStatus.ACTIVE);
        coverage.setBeneficiary(patient.copy());
        coverage.addPayor(payer != null ? payer : new Reference().setDisplay(planName == null ? planId : planName));
        setNumbers();
        setClasses(planId, planName);
        setTerms();
        setSubscriber(patientKey);
        coverage.setId(translation.id("Coverage", key(patientKey, payer, planId)));
        return translation.write(coverage);
    }

    /** A policy of its own number is known by it, also when the order of the insurances changes. */
    private String key(String patientKey, @Nullable Reference payer, @Nullable String planId) {
        var number = coverage.hasSubscriberId()
                ? coverage.getSubscriberId()
                : in1.segment().raw(1).strip();
        return patientKey + "|" + (payer == null ? "" : payer.getReference()) + "|" + NormalName.of(planId) + "|"
                + number;
    }

    private void setNumbers() {
        for (var value : in1.values(49)) {
            addIdentifier(value, "SN");
        }
        for (var value : in1.values(10)) {
            addIdentifier(value, "SN");
        }
        var insured = in1.value(49);
        var policy = in1.text(36);
        if (policy != null) {
            coverage.addIdentifier()
                    .setType(new CodeableConcept().setText("Policy number"))
                    .setSystem(translation.profile().ownSystem("policy"))
                    .setValue(policy);
        }
        var number = insured == null ? null : insured.component(1);
        coverage.setSubscriberId(number != null ? number : policy);
        if (in2 != null) {
            for (var value : in2.values(61)) {
                addIdentifier(value, "MB");
            }
            addNumber(in2.value(6), "MC");
            addNumber(in2.value(8), "MA");
        }
    }

    private void addIdentifier(V2Value value, String type) {
        var identifier = CxToIdentifier.map(value, type, translation);
        if (identifier != null && Identifiers.lacks(coverage.getIdentifier(), identifier)) {
            coverage.addIdentifier(identifier);
        }
    }

    private void addNumber(@Nullable V2Value value, String type) {
        Identifier identifier = value == null ? null : CxToIdentifier.numberOnly(value, type, translation);
        if (identifier != null) {
            coverage.addIdentifier(identifier);
        }
    }

    private void setClasses(@Nullable String planId, @Nullable String planName) {
        var plan = planId != null ? planId : planName;
        if (plan != null) {
            addClass("plan", "Plan", plan, planName);
            var identifier = in1.value(2);
            if (identifier != null && planId != null) {
                addPlan(identifier, planId);
            }
        }
        var group = in1.text(8);
        var groupName = in1.value(9);
        var name = groupName == null ? null : groupName.component(1);
        if (group != null || name != null) {
            addClass("group", "Group", group != null ? group : name, name);
        }
    }

    /** HL7's guide has the plan's number as one of the coverage, too. */
    private void addPlan(V2Value value, String planId) {
        var plan = CweToCodeableConcept.map(value, translation);
        var system = plan == null ? null : plan.getCodingFirstRep().getSystem();
        value.text();
        coverage.addIdentifier(new Identifier()
                .setType(new CodeableConcept().setText("Health plan ID"))
                .setSystem(system == null ? translation.profile().ownSystem("plan") : system)
                .setValue(planId));
    }

    private void addClass(String code, String display, @Nullable String value, @Nullable String name) {
        coverage.addClass_()
                .setType(new CodeableConcept().addCoding(new Coding(CLASS, code, display)))
                .setValue(value)
                .setName(name);
    }

    private void setTerms() {
        coverage.setPeriod(DrToPeriod.map(
                TsToDateTime.map(in1.value(12), translation), TsToDateTime.map(in1.value(13), translation)));
        coverage.setType(
                CweToCodeableConcept.map(in1.value(15), "http://terminology.hl7.org/CodeSystem/v2-0086", translation));
        var priority = in1.text(22);
        if (priority != null && priority.matches("[1-9]\\d?")) {
            coverage.setOrder(Integer.parseInt(priority));
        }
        coverage.setPolicyHolder(XonToOrganization.map(in1.value(11), translation));
    }

    private void setSubscriber(String patientKey) {
        var relationship = CweToCodeableConcept.translate(in1.value(17), "HL70063-SubscriberRelationship", translation);
        coverage.setRelationship(relationship);
        var code = in1.text(17);
        var entry = code == null
                ? null
                : CodeTable.of("HL70063-SubscriberRelationship").get(code);
        if (entry != null && entry.target().equals("self")) {
            coverage.setSubscriber(patient.copy());
            in1.ignore(16, 18, 19, 43);
            return;
        }
        var related = new Related(in1, patient, translation)
                .names(16)
                .addresses(19)
                .identifiers(49, "SN")
                .sexAndBirth(43, 18);
        var ofInsured = CodeTable.of("HL70063").get(code == null ? "" : code);
        // IN1-17 tells what the insured is to the patient only where both sides have the same name for it.
        related.person()
                .addRelationship(
                        ofInsured == null
                                ? CweToCodeableConcept.map(
                                        in1.value(17), "http://terminology.hl7.org/CodeSystem/v2-0063", translation)
                                : new CodeableConcept().addCoding(ofInsured.toCoding()));
        coverage.setSubscriber(related.write(patientKey));
    }
}
