package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://hl7.org/fhir/us/ccda/CF-procedures.html">Procedure Activity (Procedure, Act, Observation) to Procedure</a>. */
final class ProcedureActivityToProcedure {

    private ProcedureActivityToProcedure() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var procedure = new Procedure();
        procedure.setId(translation.entryId("Procedure", element));
        procedure.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        procedure.setSubject(translation.patient());
        setStatus(procedure, entry);
        procedure.setCode(code(element, translation));
        setPerformed(procedure, element.child("effectiveTime"), translation);
        for (var site : element.children("targetSiteCode")) {
            var mapped = CdToCodeableConcept.map(site, translation);
            if (mapped != null) {
                procedure.addBodySite(mapped);
            }
        }
        Related.performers(element, translation)
                .forEach(who -> procedure.addPerformer().setActor(who));
        procedure.setRecorder(Related.author(translation, element));
        procedure.setLocation(Related.place(element, translation));
        procedure.setReasonCode(Related.reasons(element, translation));
        for (var participant : element.children("participant")) {
            var device = ProductInstanceToDevice.map(entry, participant.child("participantRole"));
            if (device != null) {
                procedure.addFocalDevice().setManipulated(device);
            }
        }
        var outcome = element.name().equals("observation") ? Related.value(element, translation) : null;
        if (outcome != null && !outcome.equalsDeep(procedure.getCode())) {
            procedure.setOutcome(outcome);
        }
        procedure.setNote(Related.notes(element, translation));
        return translation.write(procedure, element);
    }

    static CodeableConcept code(CdaElement element, CdaTranslation translation) {
        var code = CdToCodeableConcept.map(element.child("code"), translation);
        if (code != null) {
            return code;
        }
        var words = NarrativeText.of(element.child("text"), translation);
        return words == null
                ? CdToCodeableConcept.absent(element.child("code").nullFlavor())
                : new CodeableConcept().setText(words);
    }

    private static void setStatus(Procedure procedure, Entry entry) {
        var status = CodeMap.of("ProcedureStatus").target(entry.statusCode());
        if (entry.isNegated()) {
            status = "not-done";
        }
        procedure.setStatus(ProcedureStatus.fromCode(Objects.requireNonNullElse(status, "unknown")));
    }

    private static void setPerformed(Procedure procedure, CdaElement time, CdaTranslation translation) {
        var point = IvlTsToPeriod.point(time, translation);
        var performed = point == null ? IvlTsToPeriod.map(time, translation) : point;
        if (performed == null) {
            var absent = new DateTimeType();
            absent.addExtension(NullFlavor.dataAbsentReason(time.nullFlavor()));
            performed = absent;
        }
        procedure.setPerformed(performed);
    }
}
