package dev.tributary.subscriptions.context;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;

/** Port: finds who was merged into a person, with what was last said of them. */
@FunctionalInterface
public interface RetiredPatients {

    /** Knows of none. */
    RetiredPatients NONE = event -> List.of();

    /** Those that the merge which the event tells of has retired; none for other events. */
    List<Patient> of(NotifiedEvent event);
}
