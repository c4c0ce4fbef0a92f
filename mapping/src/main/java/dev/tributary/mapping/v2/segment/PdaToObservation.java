package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Concepts;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * PDA to Observations: the causes of death, whether there was an autopsy and whether a coroner was told. Ours: HL7's guide has no map; the
 * LOINC codes are those of the US certificate of death, as in HL7's
 * <a href="https://build.fhir.org/ig/HL7/vrdr/">Vital Records Death Reporting</a>.
 */
public final class PdaToObservation {

    private static final String YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136";

    private final SegmentReader pda;
    private final String key;
    private final Patient patient;
    private final @Nullable Reference encounter;
    private final Translation translation;

    private PdaToObservation(
            SegmentReader pda, String key, Patient patient, @Nullable Reference encounter, Translation translation) {
        this.pda = pda;
        this.key = key;
        this.patient = patient;
        this.encounter = encounter;
        this.translation = translation;
    }

    /**
     * @param key of the patient
     * @param patient as the message tells of him: when he died (PID-29) is the time of what is written
     */
    public static void write(
            SegmentReader pda, String key, Patient patient, @Nullable Reference encounter, Translation translation) {
        pda.ignore(3); // that the death is certified: PDA-5 says by whom
        var map = new PdaToObservation(pda, key, patient, encounter, translation);
        for (var cause : pda.values(1)) {
            map.cause(cause);
        }
        map.indicator(6, "autopsy");
        map.indicator(9, "coroner");
    }

    private void cause(V2Value value) {
        var cause = CweToCodeableConcept.map(value, translation);
        var causeKey = CweToCodeableConcept.key(value, translation.profile());
        if (cause == null || causeKey == null) {
            return;
        }
        var observation = observation("cause|" + causeKey, Concepts.coding("causeOfDeath"));
        observation.setValue(cause);
        addPerformer(observation, 5);
        var signed = TsToDateTime.instant(pda.value(4), translation);
        if (signed != null) {
            observation.setIssuedElement(signed);
        }
        translation.write(observation);
    }

    private void indicator(int field, String question) {
        var answer = pda.text(field);
        if (answer == null) {
            return;
        }
        var code = Concepts.coding(question);
        var observation = observation(code.getCode(), code);
        var isYes = answer.equals("Y");
        observation.setValue(
                isYes || answer.equals("N")
                        ? new CodeableConcept().addCoding(new Coding(YES_NO, answer, isYes ? "Yes" : "No"))
                        : new CodeableConcept().setText(answer));
        if (field == 6) {
            addAutopsy(observation);
        }
        translation.write(observation);
    }

    /** When it was made, and by whom. */
    private void addAutopsy(Observation observation) {
        var range = pda.value(7);
        var period = range == null
                ? null
                : DrToPeriod.map(TsToDateTime.map(range, 1, translation), TsToDateTime.map(range, 2, translation));
        if (period != null) {
            observation.setEffective(period);
        }
        addPerformer(observation, 8);
    }

    private Observation observation(String part, Coding code) {
        var observation = new Observation()
                .setStatus(ObservationStatus.FINAL)
                .setCode(new CodeableConcept().addCoding(code))
                .setSubject(new Reference("Patient/" + patient.getIdElement().getIdPart()));
        observation.setId(translation.id("Observation", key + "|death|" + part));
        if (encounter != null) {
            observation.setEncounter(encounter.copy());
        }
        var time = died();
        if (time != null) {
            observation.setEffective(time);
        }
        return observation;
    }

    private @Nullable Type died() {
        if (patient.getDeceased() instanceof DateTimeType time) {
            return time.copy();
        }
        var occurred = translation.event().occurred();
        return occurred == null ? null : occurred.copy();
    }

    private void addPerformer(Observation observation, int field) {
        var performer = XcnToPractitioner.map(pda.value(field), translation);
        if (performer != null) {
            observation.addPerformer(performer);
        }
    }
}
