package dev.tributary.subscriptions.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes what the record has fit the profiles that the guide builds on. What is required and not known is said to be unknown, as
 * <a href="http://hl7.org/fhir/us/core/general-requirements.html#missing-data">US Core</a> wants it.
 */
final class GuideProfiles {

    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private static final String ALERTS = NotificationEvents.GUIDE + "StructureDefinition/adt-notification-";
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private static final String ABSENT_CODES = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category";

    private static final Map<String, String> PROFILES = Map.of(
            "Encounter", ALERTS + "encounter",
            "Coverage", ALERTS + "coverage",
            "Patient", US_CORE + "patient",
            "Practitioner", US_CORE + "practitioner",
            "Location", US_CORE + "location",
            "Organization", US_CORE + "organization");

    private final String fhirBase;

    GuideProfiles(String fhirBase) {
        this.fhirBase = fhirBase;
    }

    /** Completes in place, and says which profile it follows; security labels stay. */
    void apply(Resource resource) {
        Meta meta = new Meta();
        resource.getMeta().getSecurity().forEach(label -> meta.addSecurity(label.copy()));
        meta.setLastUpdated(resource.getMeta().getLastUpdated());
        String profile = resource instanceof Condition condition
                ? (condition.hasEncounter() ? ALERTS + "condition" : null)
                : PROFILES.get(resource.fhirType());
        if (profile != null) {
            meta.addProfile(profile);
        }
        resource.setMeta(meta);
        complete(resource);
    }

    private void complete(Resource resource) {
        if (resource instanceof Patient patient) {
            complete(patient);
        } else if (resource instanceof Encounter encounter) {
            complete(encounter);
        } else if (resource instanceof Practitioner practitioner) {
            identify(practitioner, practitioner.getIdentifier());
            if (!practitioner.hasName()) {
                practitioner.addName();
            }
            practitioner.getName().stream()
                    .filter(name -> !name.hasFamily())
                    .forEach(name -> unknown(name.getFamilyElement()));
            complete(practitioner.getTelecom());
        } else if (resource instanceof Location location && !location.hasName()) {
            unknown(location.getNameElement());
        } else if (resource instanceof Organization organization) {
            complete(organization);
        } else if (resource instanceof Condition condition) {
            complete(condition);
        } else if (resource instanceof Coverage coverage) {
            complete(coverage);
        }
    }

    private void complete(Patient patient) {
        identify(patient, patient.getIdentifier());
        if (!patient.hasName()) {
            patient.addName();
        }
        for (HumanName name : patient.getName()) {
            if (!name.hasFamily() && !name.hasGiven()) {
                unknown(name);
            }
        }
        if (!patient.hasGender()) {
            patient.setGender(AdministrativeGender.UNKNOWN);
        }
        complete(patient.getTelecom());
    }

    private static void complete(Encounter encounter) {
        if (!encounter.getClass_().hasCode()) {
            encounter.getClass_().setSystem(ABSENT_CODES).setCode("unknown").setDisplay("Unknown");
        }
        if (!encounter.hasType()) {
            encounter.addType(unknownConcept());
        }
        completeIdentifiers(encounter.getIdentifier());
    }

    private void complete(Organization organization) {
        if (!organization.hasActive()) {
            organization.setActive(true);
        }
        if (!organization.hasName()) {
            unknown(organization.getNameElement());
        }
        identify(organization, organization.getIdentifier());
        complete(organization.getTelecom());
    }

    private static void complete(Condition condition) {
        boolean isDiagnosis = condition.getCategory().stream()
                .flatMap(category -> category.getCoding().stream())
                .anyMatch(coding -> "encounter-diagnosis".equals(coding.getCode()));
        if (!isDiagnosis && condition.hasEncounter()) {
            condition.addCategory(new CodeableConcept()
                    .addCoding(new Coding(CATEGORY, "encounter-diagnosis", "Encounter Diagnosis")));
        }
        if (!condition.hasCode()) {
            condition.setCode(unknownConcept());
        }
    }

    private static void complete(Coverage coverage) {
        if (!coverage.hasRelationship()) {
            coverage.setRelationship(unknownConcept());
        }
        boolean isMember = coverage.getIdentifier().stream()
                .flatMap(identifier -> identifier.getType().getCoding().stream())
                .anyMatch(coding -> "MB".equals(coding.getCode()));
        if (!coverage.hasSubscriberId() && !isMember) {
            unknown(coverage.getSubscriberIdElement());
        }
    }

    /** What has no number of its own goes by its address in the hub. */
    private void identify(Resource resource, List<Identifier> identifiers) {
        if (identifiers.isEmpty()) {
            identifiers.add(new Identifier()
                    .setSystem("urn:ietf:rfc:3986")
                    .setValue(fhirBase + "/" + resource.fhirType() + "/"
                            + resource.getIdElement().getIdPart()));
        }
        completeIdentifiers(identifiers);
    }

    private static void completeIdentifiers(List<Identifier> identifiers) {
        for (Identifier identifier : identifiers) {
            if (identifier.hasSystem()
                    && !NationalNumbers.isPossible(identifier.getSystem(), String.valueOf(identifier.getValue()))) {
                // It stays as what somebody calls it, since it is none of that system.
                identifier.setSystem(null);
            }
            if (!identifier.hasSystem()) {
                unknown(identifier.getSystemElement());
            }
            if (!identifier.hasValue()) {
                unknown(identifier.getValueElement());
            }
        }
    }

    private static void complete(List<ContactPoint> points) {
        for (ContactPoint point : points) {
            if (!point.hasSystem()) {
                point.setSystem(ContactPoint.ContactPointSystem.OTHER);
            }
            if (!point.hasValue()) {
                unknown(point.getValueElement());
            }
        }
    }

    private static void unknown(Element element) {
        element.addExtension(ABSENT, new CodeType("unknown"));
    }

    private static CodeableConcept unknownConcept() {
        return new CodeableConcept().addCoding(new Coding(ABSENT_CODES, "unknown", "Unknown"));
    }

    /** Payers that the record knows by name only become Organizations of the bundle. */
    static List<Organization> namedPayers(Coverage coverage, String idPrefix) {
        List<Organization> payers = new ArrayList<>();
        coverage.getPayor().stream().filter(payer -> !payer.hasReference()).forEach(payer -> {
            Organization organization = new Organization().setActive(true);
            Optional.ofNullable(payer.getDisplay()).ifPresent(organization::setName);
            organization.setId("Organization/" + idPrefix + "-" + payers.size());
            payer.setReference(organization.getId());
            payers.add(organization);
        });
        return Collections.unmodifiableList(payers);
    }
}
