package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.Reference;

/** Coverage Activity and its policies to <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-coverage.html">Coverage</a>. Ours: the guide has no map for it. */
final class CoverageActivityToCoverage {

    private static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
    private static final String RELATIONSHIP = "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
    private static final String ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    private static final String CLASS = "http://terminology.hl7.org/CodeSystem/coverage-class";

    private CoverageActivityToCoverage() {}

    /** One Coverage for each policy in the activity, in the order in which they are to be billed. */
    static List<Reference> map(Entry entry) {
        var found = new ArrayList<Reference>();
        for (var relationship : entry.element().children("entryRelationship")) {
            for (var policy : relationship.children("act")) {
                var order = relationship.child("sequenceNumber").attribute("value");
                if (saysSomething(policy)) {
                    found.add(policy(entry.inner(policy), order == null ? "" : order));
                }
            }
        }
        if (found.isEmpty() && !entry.element().children("performer").isEmpty()) {
            found.add(policy(entry, ""));
        }
        return found;
    }

    private static boolean saysSomething(CdaElement policy) {
        return policy.child("code").attribute("code") != null
                || policy.child("performer").exists()
                || policy.child("participant").exists();
    }

    private static Reference policy(Entry entry, String order) {
        var element = entry.element();
        var translation = entry.translation();
        var coverage = new Coverage();
        coverage.setId(translation.entryId("Coverage", element));
        coverage.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        coverage.setStatus(
                switch (entry.statusCode()) {
                    case "cancelled", "aborted" -> CoverageStatus.CANCELLED;
                    case "nullified" -> CoverageStatus.ENTEREDINERROR;
                    default -> CoverageStatus.ACTIVE;
                });
        coverage.setType(CdToCodeableConcept.map(element.child("code"), translation));
        coverage.setBeneficiary(translation.patient());
        if (order.matches("[1-9]\\d?")) {
            coverage.setOrder(Integer.parseInt(order));
        }
        setParticipants(coverage, element, translation);
        addPayors(coverage, element, translation);
        addPlan(coverage, element);
        return translation.write(coverage, element);
    }

    private static void addPayors(Coverage coverage, CdaElement element, CdaTranslation translation) {
        for (var performer : element.children("performer")) {
            var role = performer.child("assignedEntity");
            var isGuarantor = role.child("code").has("code", "GUAR");
            var payor = Participants.organization(role.child("representedOrganization"), translation);
            if (!isGuarantor && payor != null) {
                coverage.addPayor(payor);
            }
        }
        if (!coverage.hasPayor()) {
            var absent = new Reference();
            absent.addExtension(NullFlavor.dataAbsentReason("UNK"));
            coverage.addPayor(absent);
        }
    }

    private static void setParticipants(Coverage coverage, CdaElement element, CdaTranslation translation) {
        for (var participant : element.children("participant")) {
            var role = participant.child("participantRole");
            if (participant.has("typeCode", "COV")) {
                setMember(coverage, participant, role, translation);
            } else if (participant.has("typeCode", "HLD")) {
                setSubscriber(coverage, role, translation);
            }
        }
        if (!coverage.hasRelationship() && !coverage.hasSubscriber()) {
            coverage.setRelationship(null);
        }
    }

    /** The covered party: its number is the member's, its code says how it is related to the subscriber. */
    private static void setMember(
            Coverage coverage, CdaElement participant, CdaElement role, CdaTranslation translation) {
        for (var id : IiToIdentifier.all(role, translation.profile())) {
            if (id.hasValue()) {
                id.getType().addCoding().setSystem(IDENTIFIER_TYPE).setCode("MB");
                coverage.addIdentifier(id);
                if (!coverage.hasSubscriberId()) {
                    coverage.setSubscriberId(id.getValue());
                }
            }
        }
        coverage.setPeriod(IvlTsToPeriod.map(participant.child("time"), translation));
        var relationship = CdToCodeableConcept.map(role.child("code"), translation);
        if (relationship == null) {
            return;
        }
        var code = relationship.getCodingFirstRep().getCode();
        var mapped = code == null
                ? null
                : switch (code) {
                    case "SELF", "ONESELF" -> "self";
                    case "SPS", "SPOUSE", "HUSB", "WIFE" -> "spouse";
                    case "CHILD", "NCHILD", "SON", "DAU", "STPCHLD", "ADOPT", "DEP", "FAMDEP", "HANDIC" -> "child";
                    case "PRN", "PARENT", "MTH", "FTH" -> "parent";
                    default -> null;
                };
        var isRole = ROLE_CODE.equals(relationship.getCodingFirstRep().getSystem()) || mapped != null;
        coverage.setRelationship(
                mapped != null && isRole
                        ? new CodeableConcept().addCoding(new Coding(RELATIONSHIP, mapped, null))
                        : relationship);
        if ("self".equals(mapped)) {
            coverage.setSubscriber(translation.patient());
        }
    }

    private static void setSubscriber(Coverage coverage, CdaElement role, CdaTranslation translation) {
        for (var id : role.children("id")) {
            var number = id.attribute("extension");
            if (number != null && id.nullFlavor() == null) {
                coverage.setSubscriberId(number);
            }
        }
        if (!coverage.hasSubscriber() && role.at("playingEntity", "name").exists()) {
            var subscriber = Participants.relatedPerson(role, translation);
            if (subscriber != null) {
                coverage.setSubscriber(subscriber);
            }
        }
    }

    /** The plan or the group that the policy belongs to. */
    private static void addPlan(Coverage coverage, CdaElement element) {
        for (var act : Related.all(element, "REFR", "act")) {
            if (!act.has("moodCode", "DEF")) {
                continue;
            }
            var plan = act.child("text").ownText();
            var number = act.child("id").attribute("extension");
            if (number != null || !plan.isEmpty()) {
                var mapped = coverage.addClass_().setValue(number == null ? plan : number);
                mapped.getType().addCoding().setSystem(CLASS).setCode("plan");
                mapped.setName(plan.isEmpty() ? null : plan);
            }
        }
    }
}
