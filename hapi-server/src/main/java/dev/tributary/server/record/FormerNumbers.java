package dev.tributary.server.record;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;

/** Of a national system a person has one number: what a source said before it said another one is out of use. */
final class FormerNumbers {

    private FormerNumbers() {}

    /**
     * Marks them in a record.
     *
     * @param record as it will be stored: what is said now, and what is known of before
     * @param said now
     */
    static void retire(Patient record, Patient said, Set<String> nationalSystems) {
        for (var system : nationalSystems) {
            var numbers = current(said, system);
            if (!numbers.isEmpty() && current(record, system).containsAll(numbers)) {
                record.getIdentifier().stream()
                        .filter(identifier -> isCurrent(identifier, system))
                        .filter(identifier -> !numbers.contains(identifier.getValue()))
                        .forEach(identifier -> identifier.setUse(IdentifierUse.OLD));
            }
        }
    }

    private static List<String> current(Patient patient, String system) {
        return patient.getIdentifier().stream()
                .filter(identifier -> isCurrent(identifier, system))
                .map(Identifier::getValue)
                .toList();
    }

    private static boolean isCurrent(Identifier identifier, String system) {
        return system.equals(identifier.getSystem())
                && identifier.hasValue()
                && identifier.getUse() != IdentifierUse.OLD;
    }
}
