package dev.tributary.subscriptions.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.jspecify.annotations.Nullable;

/** Tells a death, and that it was told in error, from a person's state before and after a write. Pure. */
final class PatientEvents {

    /** Somebody who is heard of for the first time and died longer ago is history, not news. */
    private static final Duration NEWS = Duration.ofDays(30);

    private PatientEvents() {}

    /** @param occurred when the change happened, by the source's account */
    static List<Detection> detect(@Nullable Patient before, @Nullable Patient after, Instant occurred) {
        // What one source says of a person is no event: the person's record is made of it in the same transaction.
        if (after == null || !Subjects.isPerson(after) || replaced(after) || (before != null && replaced(before))) {
            return List.of();
        }
        if (before == null) {
            return dead(after) && isNews(after, occurred) ? List.of(Detection.of(EventKind.DEATH)) : List.of();
        }
        if (dead(before) == dead(after)) {
            return List.of();
        }
        return List.of(
                dead(after)
                        ? Detection.of(EventKind.DEATH)
                        : Detection.correcting(EventKind.DEATH_CORRECTED, EventKind.DEATH));
    }

    static boolean dead(Patient patient) {
        return patient.getDeceased() instanceof DateTimeType
                || (patient.getDeceased() instanceof BooleanType dead && Boolean.TRUE.equals(dead.getValue()));
    }

    private static boolean replaced(Patient patient) {
        return patient.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
    }

    private static boolean isNews(Patient patient, Instant occurred) {
        return !(patient.getDeceased() instanceof DateTimeType died)
                || died.getValue() == null
                || died.getValue().toInstant().isAfter(occurred.minus(NEWS));
    }
}
