package dev.tributary.server.topics;

import dev.tributary.server.identity.PersonEvents;
import dev.tributary.server.intake.EventRecorder;
import dev.tributary.server.record.PersonChange;
import dev.tributary.server.record.Stored;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.Happening;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.events.RecordChange;
import dev.tributary.subscriptions.events.ShippedEvents;
import dev.tributary.subscriptions.events.Surroundings;
import dev.tributary.subscriptions.outbox.EventOutbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Compares what changed before and after, and writes what happened into the outbox of the same transaction. */
final class EventRecording implements EventRecorder, PersonEvents {

    private final EventOutbox outbox;
    private final Supplier<UUID> ids;

    EventRecording(EventOutbox outbox, Supplier<UUID> ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    @Override
    public void record(UUID messageId, Instant occurred, Stored stored, boolean isQuiet) {
        var happened = isQuiet
                ? ShippedEvents.detectArrivals(stored.changes(), occurred, stored.surroundings())
                : ShippedEvents.detect(stored.changes(), occurred, stored.surroundings());
        append(messageId, occurred, happened, stored.personChanges());
    }

    @Override
    public void regrouped(Instant occurred, List<PersonChange> changes, List<RecordChange> patients) {
        append(null, occurred, ShippedEvents.detect(patients, occurred, new Patients(patients)), changes);
    }

    private void append(
            @Nullable UUID messageId, Instant occurred, List<Happening> happened, List<PersonChange> persons) {
        var events = new ArrayList<HubEvent>();
        for (var each : happened) {
            var corrected = each.corrects().stream().map(EventKind::code).collect(Collectors.toSet());
            events.add(new HubEvent(
                    ids.get(),
                    each.kind().code(),
                    each.focus(),
                    each.focusVersion(),
                    each.patient(),
                    occurred,
                    messageId,
                    each.facts(),
                    corrected));
        }
        persons.forEach(change -> events.add(regrouped(messageId, occurred, change)));
        outbox.append(events);
    }

    /** Whoever follows the old person by its id is told too: a filter on a replaced Patient means its heir. */
    private HubEvent regrouped(@Nullable UUID messageId, Instant occurred, PersonChange change) {
        var told = change.merged() ? change.to() : change.from();
        return new HubEvent(
                ids.get(),
                (change.merged() ? EventKind.PATIENT_MERGED : EventKind.PATIENT_SPLIT).code(),
                "Patient/" + change.to(),
                "",
                "Patient/" + told,
                occurred,
                messageId,
                Facts.none());
    }

    /** A steward's work is about persons alone. */
    private record Patients(List<RecordChange> changes) implements Surroundings {

        @Override
        public Collection<Resource> told() {
            return changes.stream().map(RecordChange::latest).toList();
        }

        @Override
        public @Nullable Resource told(String reference) {
            return changes.stream()
                    .filter(change -> change.reference().equals(reference))
                    .map(RecordChange::after)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public @Nullable Resource find(String reference) {
            return told(reference);
        }
    }
}
