package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.segment.Al1ToAllergyIntolerance;
import dev.tributary.mapping.v2.segment.Dg1ToCondition;
import java.util.Set;

/** What the orders and results of one patient share while they are mapped. */
final class PatientParts {

    /** Read by {@link Subject}. */
    private static final Set<String> READ = Set.of("PID", "PD1", "NK1", "PV1");

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

    /** Allergies and diagnoses of the patient; everything else is left to the issues. */
    void readRest() {
        for (var segment : group.segments()) {
            switch (segment.name()) {
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
        group.notes().forEach(translation::read);
    }
}
