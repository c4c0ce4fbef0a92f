package dev.tributary.subscriptions.events;

import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;

/** What filters may ask of an event of a shipped topic, under the names of R4's search parameters; docs/topics.md lists them. */
final class RecordFacts {

    private final Surroundings surroundings;

    RecordFacts(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @param values the Observations that changed with a report */
    Facts of(Resource focus, String patient, List<Observation> values) {
        FactList facts = new FactList();
        facts.text("_source", source(focus));
        facts.text("patient", patient).text("subject", patient);
        if (focus instanceof Encounter encounter) {
            encounter(facts, encounter);
        } else if (focus instanceof DiagnosticReport report) {
            report(facts, report);
        } else if (focus instanceof Observation observation) {
            facts.references("performer", observation.getPerformer())
                    .reference("encounter", observation.getEncounter());
        } else {
            care(facts, focus);
        }
        values.forEach(value -> value(facts, value));
        patient(facts, patient);
        return facts.toFacts();
    }

    /** Of any resource: where it comes from, and its patient. */
    Facts general(Resource focus) {
        String patient = Subjects.of(focus);
        FactList facts = new FactList();
        facts.text("_source", source(focus));
        facts.text("patient", patient).text("subject", patient);
        patient(facts, patient);
        return facts.toFacts();
    }

    private static @Nullable String source(Resource focus) {
        String source = focus.getMeta().getSource();
        return source == null ? null : source.split("#", 2)[0];
    }

    private void encounter(FactList facts, Encounter encounter) {
        facts.coding("class", encounter.getClass_()).concepts("type", encounter.getType());
        facts.text("status", encounter.hasStatus() ? encounter.getStatus().toCode() : null);
        facts.reference("service-provider", encounter.getServiceProvider());
        facts.words("facility", encounter.getServiceProvider().getDisplay());
        whereabouts(encounter).forEach(location -> places(facts, location.getLocation()));
        for (EncounterParticipantComponent participant : encounter.getParticipant()) {
            facts.reference("participant", participant.getIndividual());
            facts.concepts("participant-type", participant.getType());
            if (String.valueOf(participant.getIndividual().getReference()).contains("Practitioner/")) {
                facts.reference("practitioner", participant.getIndividual());
            }
        }
        facts.concepts("reason-code", encounter.getReasonCode());
        facts.concept("discharge-disposition", encounter.getHospitalization().getDischargeDisposition());
        facts.identifiers("identifier", encounter.getIdentifier());
        facts.period("date", encounter.getPeriod());
        diagnoses(facts, encounter);
    }

    /** Where the patient is, or was last: who is discharged has left a ward, too. */
    private static List<EncounterLocationComponent> whereabouts(Encounter encounter) {
        List<EncounterLocationComponent> here =
                encounter.getLocation().stream().filter(RecordFacts::isHere).toList();
        return !here.isEmpty()
                ? here
                : encounter.getLocation().stream()
                        .filter(location -> location.getStatus() == EncounterLocationStatus.COMPLETED
                                || (!location.hasStatus()
                                        && location.getPeriod().hasEnd()))
                        .max(Comparator.comparing(RecordFacts::left).thenComparing(RecordFacts::entered))
                        .stream()
                        .toList();
    }

    private static Date left(EncounterLocationComponent location) {
        return location.getPeriod().hasEnd() ? location.getPeriod().getEnd() : entered(location);
    }

    private static Date entered(EncounterLocationComponent location) {
        return location.getPeriod().hasStart() ? location.getPeriod().getStart() : new Date(Long.MIN_VALUE);
    }

    private static boolean isHere(EncounterLocationComponent location) {
        return location.getStatus() == EncounterLocationStatus.ACTIVE
                || (!location.hasStatus() && !location.getPeriod().hasEnd());
    }

    /** The place itself and what it is part of: the ward of a bed, the building of a ward. */
    private void places(FactList facts, Reference place) {
        Reference at = place;
        for (int depth = 0; depth < 5 && at.hasReference(); depth++) {
            facts.reference("location", at).words("ward", Ward.name(at, surroundings::told));
            at = surroundings.told(at.getReference()) instanceof Location location
                    ? location.getPartOf()
                    : new Reference();
        }
    }

    private void diagnoses(FactList facts, Encounter encounter) {
        String self = "Encounter/" + encounter.getIdElement().getIdPart();
        for (Resource resource : surroundings.told()) {
            if (resource instanceof Condition condition
                    && self.equals(condition.getEncounter().getReference())) {
                facts.concept("diagnosis", condition.getCode());
            }
        }
        encounter.getDiagnosis().stream()
                .map(diagnosis -> diagnosis.getCondition().getReference())
                .filter(Objects::nonNull)
                .map(surroundings::find)
                .filter(Condition.class::isInstance)
                .forEach(condition -> facts.concept("diagnosis", ((Condition) condition).getCode()));
    }

    private static void report(FactList facts, DiagnosticReport report) {
        facts.concept("code", report.getCode()).concepts("category", report.getCategory());
        facts.text("status", report.hasStatus() ? report.getStatus().toCode() : null);
        facts.references("performer", report.getPerformer()).reference("encounter", report.getEncounter());
        facts.concepts("conclusion", report.getConclusionCode());
    }

    private static void value(FactList facts, Observation value) {
        facts.concept("code", value.getCode()).concepts("category", value.getCategory());
        facts.concepts("interpretation", value.getInterpretation());
        value.getComponent()
                .forEach(part ->
                        facts.concept("code", part.getCode()).concepts("interpretation", part.getInterpretation()));
        facts.text("status", value.hasStatus() ? value.getStatus().toCode() : null);
    }

    private void care(FactList facts, Resource focus) {
        if (focus instanceof DocumentReference document) {
            facts.concept("type", document.getType()).concepts("category", document.getCategory());
            facts.references("author", document.getAuthor()).reference("custodian", document.getCustodian());
            facts.references("encounter", document.getContext().getEncounter());
            facts.text("status", document.hasStatus() ? document.getStatus().toCode() : null);
        } else if (focus instanceof Appointment appointment) {
            facts.concepts("service-type", appointment.getServiceType())
                    .concepts("specialty", appointment.getSpecialty());
            appointment.getParticipant().forEach(each -> facts.reference("actor", each.getActor()));
            facts.text(
                    "status", appointment.hasStatus() ? appointment.getStatus().toCode() : null);
            facts.text("date", appointment.getStartElement().getValueAsString());
        } else if (focus instanceof MedicationRequest request) {
            facts.reference("requester", request.getRequester()).reference("encounter", request.getEncounter());
            facts.concepts("category", request.getCategory());
            facts.text("status", request.hasStatus() ? request.getStatus().toCode() : null);
            medication(facts, request);
        } else if (focus instanceof Task task) {
            facts.concept("code", task.getCode()).concept("business-status", task.getBusinessStatus());
            facts.reference("owner", task.getOwner()).reference("requester", task.getRequester());
            facts.reference("focus", task.getFocus()).references("based-on", task.getBasedOn());
            facts.text("status", task.hasStatus() ? task.getStatus().toCode() : null);
        } else if (focus instanceof ServiceRequest request) {
            facts.concept("code", request.getCode()).concepts("category", request.getCategory());
            facts.reference("requester", request.getRequester()).references("performer", request.getPerformer());
            facts.text("status", request.hasStatus() ? request.getStatus().toCode() : null);
        }
    }

    private void medication(FactList facts, MedicationRequest request) {
        if (request.hasMedicationCodeableConcept()) {
            facts.concept("code", request.getMedicationCodeableConcept());
        } else if (request.hasMedicationReference()
                && request.getMedicationReference().hasReference()
                && surroundings.find(request.getMedicationReference().getReference())
                        instanceof Medication medication) {
            facts.concept("code", medication.getCode());
        }
    }

    private void patient(FactList facts, String reference) {
        if (!reference.isEmpty() && surroundings.find(reference) instanceof Patient patient) {
            facts.text("patient.birthdate", patient.getBirthDateElement().getValueAsString());
            facts.text(
                    "patient.gender", patient.hasGender() ? patient.getGender().toCode() : null);
            facts.references("patient.general-practitioner", patient.getGeneralPractitioner());
            facts.reference("patient.organization", patient.getManagingOrganization());
        }
    }
}
