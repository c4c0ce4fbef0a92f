package dev.tributary.server.record;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.r4.model.Patient;

/** Finds who a record may be by all that is known of it. Called inside the storing transaction; what it throws parks the message. */
public interface PersonMatching {

    /** For a hub that goes by strong identifiers alone. */
    PersonMatching OFF = new PersonMatching() {

        @Override
        public SortedSet<Long> locks(Patient stated) {
            return new TreeSet<>();
        }

        @Override
        public boolean judgesNumbers() {
            return false;
        }

        @Override
        public Set<String> match(Arrival arrival) {
            return Set.of();
        }

        @Override
        public void refused(UUID messageId, String sourceId, String record, Set<String> persons) {}
    };

    /**
     * A record that says something new.
     *
     * @param patient as it will be stored
     * @param isNew whether it was never seen before; then its {@link #locks} are held
     * @param settled whether its person is known already, by a facility's number or with other records, and nobody else holds one of its
     *     trusted numbers: then it is only indexed; asked only if it matters
     */
    record Arrival(
            UUID messageId, String sourceId, String record, Patient patient, boolean isNew, BooleanSupplier settled) {}

    /** What to lock before a new record is matched, so that parallel arrivals of one person wait for each other. */
    SortedSet<Long> locks(Patient stated);

    /** Whether an equal national or trusted number is only evidence to it: else it is proof. */
    boolean judgesNumbers();

    /** Indexes the record and answers the persons, by logical id, that it is without doubt; keeps why, and what a person must judge. */
    Set<String> match(Arrival arrival);

    /** Of those that {@link #match} answered, these were not linked, as they have another national number: a person must judge. */
    void refused(UUID messageId, String sourceId, String record, Set<String> persons);
}
