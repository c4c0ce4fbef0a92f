package dev.tributary.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;

/**
 * The unified Patient's fields: the most trusted source that has a value wins, then the most recent; identifiers are united, those
 * of retired records as {@code use=old}.
 */
public final class Survivorship {

    private static final Comparator<SourceRecord> BEST_FIRST = Comparator.comparing(SourceRecord::isActive)
            .thenComparingInt(SourceRecord::trust)
            .thenComparing(SourceRecord::asOf)
            .reversed()
            // The same records give the same person, in whatever order they are read.
            .thenComparing(record -> record.patient().getIdElement().getIdPart());

    private Survivorship() {}

    /** A new Patient without id, meta and links; the arguments stay as they are. */
    public static Patient unify(List<SourceRecord> records) {
        var best = records.stream().sorted(BEST_FIRST).toList();
        var unified = new Patient();
        unified.setActive(best.stream().anyMatch(SourceRecord::isActive));
        unified.setIdentifier(identifiers(best));
        unified.setTelecom(telecoms(best));
        first(best, Patient::hasName).ifPresent(p -> unified.setName(p.getName()));
        first(best, Patient::hasGender).ifPresent(p -> unified.setGender(p.getGender()));
        first(best, Patient::hasBirthDate).ifPresent(p -> unified.setBirthDateElement(p.getBirthDateElement()));
        first(best, Patient::hasDeceased).ifPresent(p -> unified.setDeceased(p.getDeceased()));
        first(best, Patient::hasAddress).ifPresent(p -> unified.setAddress(p.getAddress()));
        first(best, Patient::hasMaritalStatus).ifPresent(p -> unified.setMaritalStatus(p.getMaritalStatus()));
        first(best, Patient::hasMultipleBirth).ifPresent(p -> unified.setMultipleBirth(p.getMultipleBirth()));
        first(best, Patient::hasContact).ifPresent(p -> unified.setContact(p.getContact()));
        first(best, Patient::hasCommunication).ifPresent(p -> unified.setCommunication(p.getCommunication()));
        first(best, Patient::hasGeneralPractitioner)
                .ifPresent(p -> unified.setGeneralPractitioner(p.getGeneralPractitioner()));
        first(best, Patient::hasExtension).ifPresent(p -> unified.setExtension(p.getExtension()));
        return unified.copy();
    }

    private static Optional<Patient> first(List<SourceRecord> best, Predicate<Patient> has) {
        return best.stream()
                .filter(SourceRecord::isActive)
                .map(SourceRecord::patient)
                .filter(has)
                .findFirst();
    }

    private static List<Identifier> identifiers(List<SourceRecord> best) {
        var united = new ArrayList<Identifier>();
        for (var record : best) {
            for (var identifier : record.patient().getIdentifier()) {
                if (united.stream().noneMatch(present -> same(present, identifier))) {
                    var copy = identifier.copy();
                    if (!record.isActive()) {
                        copy.setUse(IdentifierUse.OLD);
                    }
                    united.add(copy);
                }
            }
        }
        return united;
    }

    private static boolean same(Identifier one, Identifier other) {
        return Objects.equals(one.getSystem(), other.getSystem()) && Objects.equals(one.getValue(), other.getValue());
    }

    /** Every number somebody can be reached at, each once. */
    private static List<ContactPoint> telecoms(List<SourceRecord> best) {
        var united = new ArrayList<ContactPoint>();
        for (var record : best) {
            if (record.isActive()) {
                for (var telecom : record.patient().getTelecom()) {
                    if (united.stream().noneMatch(present -> Objects.equals(present.getValue(), telecom.getValue()))) {
                        united.add(telecom.copy());
                    }
                }
            }
        }
        return united;
    }
}
