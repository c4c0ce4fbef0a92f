package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.jspecify.annotations.Nullable;

/** Instructions for people, which senders put as text, as code or as both. */
final class Instructions {

    private Instructions() {}

    /** Text of all repetitions to the dosage's text, those with a code also as instruction. */
    static void add(Dosage dosage, SegmentReader reader, int field, Translation translation) {
        var lines = new ArrayList<String>();
        for (var value : reader.values(field)) {
            var instruction = CweToCodeableConcept.map(value, translation);
            var line = text(instruction);
            if (instruction != null && line != null) {
                lines.add(line);
                var coding = instruction.getCodingFirstRep();
                if (coding.hasSystem() || coding.hasCode() && !line.equals(coding.getCode())) {
                    dosage.addAdditionalInstruction(instruction);
                }
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        if (dosage.hasText()) {
            dosage.addAdditionalInstruction(new CodeableConcept().setText(dosage.getText()));
        }
        dosage.setText(String.join("\n", lines));
    }

    static void addNote(MedicationRequest request, V2Value value, Translation translation) {
        var text = text(CweToCodeableConcept.map(value, translation));
        if (text != null) {
            request.addNote().setText(text);
        }
    }

    static @Nullable String text(@Nullable CodeableConcept concept) {
        if (concept == null) {
            return null;
        }
        return concept.hasText()
                ? concept.getText()
                : concept.getCodingFirstRep().getCode();
    }
}
