package dev.tributary.server.record;

import java.util.Comparator;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;

/** By which number a source's patient is named in references. */
final class OwnNumber {

    private OwnNumber() {}

    /** The source's own number if there is one: a medical record number before any other; else the id that it gave. */
    static Identifier of(Patient patient, Statement statement) {
        return patient.getIdentifier().stream()
                .filter(identifier -> identifier.hasSystem() && identifier.hasValue())
                .min(Comparator.comparingInt(OwnNumber::rank))
                .orElseGet(() -> new Identifier()
                        .setSystem(Statement.metaSource(statement.sourceId()) + ":Patient")
                        .setValue(patient.getIdElement().getIdPart()));
    }

    private static int rank(Identifier identifier) {
        var code = identifier.getType().getCodingFirstRep().getCode();
        return "MR".equals(code) ? 0 : "PI".equals(code) ? 1 : identifier.hasType() ? 3 : 2;
    }
}
