package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Al1ToAllergyIntolerance;
import dev.tributary.mapping.v2.segment.Dg1ToCondition;
import dev.tributary.mapping.v2.segment.Gt1ToRelatedPerson;
import dev.tributary.mapping.v2.segment.IamToAllergyIntolerance;
import dev.tributary.mapping.v2.segment.In1ToCoverage;
import dev.tributary.mapping.v2.segment.NteToObservation;
import dev.tributary.mapping.v2.segment.Pr1ToProcedure;
import dev.tributary.mapping.v2.segment.RolToParticipation;
import java.util.Set;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/** What the orders and results of one patient share while they are mapped. */
final class PatientParts {

    /** Read by {@link Subject}. */
    private static final Set<String> READ = Set.of("PID", "PD1", "NK1", "PV1", "PV2", "IN2");

    private final PatientGroup group;
    private final Subject subject;
    private final Translation translation;
    private final SpecimenMaps specimens;
    private final ObservationMaps observations;

    PatientParts(PatientGroup group, Subject subject, Translation translation) {
        this.group = group;
        this.subject = subject;
        this.translation = translation;
        this.specimens = new SpecimenMaps(translation);
        this.observations = new ObservationMaps(translation);
    }

    SpecimenMaps specimens() {
        return specimens;
    }

    ObservationMaps observations() {
        return observations;
    }

    /** Allergies, diagnoses, procedures and insurance of the patient; everything else is left to the issues. */
    void readRest() {
        var segments = group.segments();
        var isPastVisit = false;
        for (var i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            isPastVisit |= segment.name().equals("PV1");
            switch (segment.name()) {
                case "IAM" -> allergy(segment);
                case "IN1" -> insurance(segment, i + 1 < segments.size() ? segments.get(i + 1) : null);
                case "GT1" ->
                    Gt1ToRelatedPerson.write(
                            translation.read(segment), subject.patientKey(), subject.patient(), null, translation);
                case "PR1" -> procedure(segment);
                case "PRT", "ROL" -> participation(segment, isPastVisit);
                case "AL1" ->
                    Al1ToAllergyIntolerance.write(
                            translation.read(segment), subject.patientKey(), subject.patient(), translation);
                case "DG1" ->
                    Dg1ToCondition.write(
                            translation.read(segment), subject.patientKey(), subject.patient(), null, translation);
                default -> {
                    if (!READ.contains(segment.name())) {
                        translation.read(segment);
                    }
                }
            }
        }
        for (var nte : group.notes()) {
            NteToObservation.write(translation.read(nte), subject.patientKey(), subject.patient(), null, translation);
        }
    }

    /** Of the patient, after PV1 of the visit; both are only named here, so that it fills a gap and takes nobody away. */
    private void participation(V2Segment segment, boolean isPastVisit) {
        var participation = RolToParticipation.map(translation.read(segment), translation);
        var about = isPastVisit ? subject.encounter() : subject.patient();
        var resource = about == null ? null : translation.written(about.getReference());
        if (resource instanceof Encounter encounter) {
            participation.addTo(encounter);
        } else if (resource instanceof Patient patient && !participation.addTo(patient)) {
            var team = new CareTeam().setSubject(subject.patient().copy());
            team.setId(translation.id("CareTeam", subject.patientKey()));
            participation.addTo(team);
            if (team.hasParticipant()) {
                translation.mention(team);
            }
        }
    }

    private void allergy(V2Segment iam) {
        var allergy = IamToAllergyIntolerance.map(
                translation.read(iam), subject.patientKey(), subject.patient(), translation);
        if (allergy != null) {
            IamToAllergyIntolerance.write(allergy, translation);
        }
    }

    private void insurance(V2Segment in1, @Nullable V2Segment next) {
        var in2 = next != null && next.name().equals("IN2") ? translation.read(next) : null;
        In1ToCoverage.write(translation.read(in1), in2, subject.patientKey(), subject.patient(), translation);
    }

    private void procedure(V2Segment pr1) {
        var procedure = Pr1ToProcedure.map(
                translation.read(pr1), subject.patientKey(), subject.patient(), subject.encounter(), translation);
        if (procedure != null) {
            translation.write(procedure);
        }
    }
}
