package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.Concepts;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.time.Duration;
import java.util.Date;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pr1-to-procedure.html">PR1 to Procedure</a>. */
public final class Pr1ToProcedure {

    private static final String CPT = "http://www.ama-assn.org/go/cpt";

    private Pr1ToProcedure() {}

    /**
     * Not yet written, since ROL may add who took part; null if neither PR1-3 nor PR1-4 says what was done.
     *
     * @param key of the encounter, else of the patient
     */
    public static @Nullable Procedure map(
            SegmentReader pr1, String key, Reference patient, @Nullable Reference encounter, Translation translation) {
        pr1.ignore(1);
        var code = code(pr1, translation);
        if (code == null) {
            translation.warn("required", pr1.segment().path(3), "No procedure; it cannot be recorded.");
            return null;
        }
        var procedure = new Procedure().setCode(code).setSubject(patient.copy());
        procedure.setId(translation.id("Procedure", key(pr1, key, translation)));
        if (encounter != null) {
            procedure.setEncounter(encounter.copy());
        }
        var identifier = EiToIdentifier.map(pr1.value(19), "FILL", translation);
        if (identifier != null) {
            procedure.addIdentifier(identifier.setType(null));
        }
        setPerformed(procedure, pr1, translation);
        procedure.setStatus(status(procedure, pr1, translation));
        procedure.setCategory(
                CweToCodeableConcept.map(pr1.value(6), "http://terminology.hl7.org/CodeSystem/v2-0230", translation));
        addPerformers(procedure, pr1, 8, Concepts.coding("anesthetist"), translation);
        addPerformers(procedure, pr1, 11, Concepts.coding("surgeon"), translation);
        addPerformers(procedure, pr1, 12, null, translation);
        var reason = CweToCodeableConcept.map(pr1.value(15), translation);
        if (reason != null) {
            procedure.addReasonCode(reason);
        }
        var location = PlToLocation.map(pr1.value(23), translation);
        if (location != null) {
            procedure.setLocation(location);
        }
        addParent(procedure, pr1, translation);
        return procedure;
    }

    private static @Nullable CodeableConcept code(SegmentReader pr1, Translation translation) {
        var code = CweToCodeableConcept.withMethod(pr1.value(3), pr1.text(2), translation);
        var description = pr1.wholeText(4);
        if (code == null) {
            return description == null ? null : new CodeableConcept().setText(description);
        }
        if (description != null) {
            code.setText(description);
        }
        addModified(code, pr1);
        return code;
    }

    /** PR1-16, as CPT writes code and modifiers; the code without them stays, for searches ask for that. */
    private static void addModified(CodeableConcept code, SegmentReader pr1) {
        var coding = code.getCodingFirstRep();
        if (!CPT.equals(coding.getSystem())) {
            return;
        }
        var modified = new StringBuilder(coding.getCode());
        for (var value : pr1.values(16)) {
            var modifier = value.component(1);
            modified.append(modifier == null ? "" : ":" + modifier);
            value.text();
        }
        if (modified.length() > coding.getCode().length()) {
            code.addCoding(new Coding(CPT, modified.toString(), null));
        }
    }

    /** PR1-25: of this message, else named by its number. */
    private static void addParent(Procedure procedure, SegmentReader pr1, Translation translation) {
        var identifier = EiToIdentifier.map(pr1.value(25), "FILL", translation);
        var key = EiToIdentifier.key(pr1.value(25), "FILL", translation.profile());
        if (identifier == null || key == null) {
            return;
        }
        var reference = "Procedure/" + translation.id("Procedure", key);
        procedure.addPartOf(
                translation.isWritten(reference)
                        ? new Reference(reference)
                        : new Reference().setType("Procedure").setIdentifier(identifier.setType(null)));
    }

    /** By its own number, else what and when. */
    private static String key(SegmentReader pr1, String key, Translation translation) {
        var own = EiToIdentifier.key(pr1.value(19), "FILL", translation.profile());
        if (own != null) {
            return own;
        }
        var value = pr1.value(3);
        var code = value == null ? null : CweToCodeableConcept.key(value, translation.profile());
        return key + "|" + (code == null ? "text|" + pr1.wholeText(4) : code) + "|"
                + pr1.segment().raw(5).strip();
    }

    /** What has begun before the message tells of it has been done; HL7 leaves it to the receiver to know. */
    private static ProcedureStatus status(Procedure procedure, SegmentReader pr1, Translation translation) {
        if (ActionCode.isDelete(pr1.text(20))) {
            return ProcedureStatus.ENTEREDINERROR;
        }
        var begun = begun(procedure);
        var told = translation.event().occurred();
        if (begun == null || told == null) {
            return ProcedureStatus.UNKNOWN;
        }
        return begun.after(told.getValue()) ? ProcedureStatus.PREPARATION : ProcedureStatus.COMPLETED;
    }

    private static @Nullable Date begun(Procedure procedure) {
        if (procedure.hasPerformedPeriod()) {
            return procedure.getPerformedPeriod().getStart();
        }
        return procedure.hasPerformedDateTimeType()
                ? procedure.getPerformedDateTimeType().getValue()
                : null;
    }

    private static void setPerformed(Procedure procedure, SegmentReader pr1, Translation translation) {
        var start = TsToDateTime.map(pr1.value(5), translation);
        var minutes = pr1.text(7);
        if (start == null) {
            return;
        }
        if (minutes == null
                || !minutes.matches("\\d{1,5}")
                || start.getValueAsString().length() <= 10) {
            procedure.setPerformed(start);
            return;
        }
        var end = new DateTimeType(
                Date.from(start.getValue().toInstant().plus(Duration.ofMinutes(Long.parseLong(minutes)))),
                start.getPrecision(),
                start.getTimeZone());
        procedure.setPerformed(new Period().setStartElement(start).setEndElement(end));
    }

    private static void addPerformers(
            Procedure procedure, SegmentReader pr1, int field, @Nullable Coding function, Translation translation) {
        for (var value : pr1.values(field)) {
            var practitioner = XcnToPractitioner.map(value, translation);
            if (practitioner != null) {
                var performer = procedure.addPerformer().setActor(practitioner);
                if (function != null) {
                    performer.setFunction(new CodeableConcept().addCoding(function.copy()));
                }
            }
        }
    }
}
