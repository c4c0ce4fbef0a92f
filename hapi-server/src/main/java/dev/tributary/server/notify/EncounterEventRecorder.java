package dev.tributary.server.notify;

import dev.tributary.server.identity.PersonEvents;
import dev.tributary.server.intake.EventRecorder;
import dev.tributary.server.record.PersonChange;
import dev.tributary.server.storage.ResourceChange;
import dev.tributary.subscriptions.events.EncounterEvents;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.outbox.EventOutbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Encounter;
import org.jspecify.annotations.Nullable;

/** Compares each encounter before and after, and writes what happened to it and to persons into the outbox of the same transaction. */
final class EncounterEventRecorder implements EventRecorder, PersonEvents {

    private final EventOutbox outbox;
    private final Supplier<UUID> ids;

    EncounterEventRecorder(EventOutbox outbox, Supplier<UUID> ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    @Override
    public void record(UUID messageId, Instant occurred, List<ResourceChange> encounterChanges) {
        var events = new ArrayList<HubEvent>();
        for (var change : encounterChanges) {
            if (change.after() instanceof Encounter after) {
                var before = change.before() instanceof Encounter encounter ? encounter : null;
                for (var kind : EncounterEvents.detect(before, after)) {
                    events.add(new HubEvent(
                            ids.get(),
                            kind.code(),
                            after.getIdElement().toUnqualifiedVersionless().getValue(),
                            after.getIdElement().getVersionIdPart(),
                            after.getSubject().getReference(),
                            occurred,
                            messageId,
                            Facts.none()));
                }
            }
        }
        outbox.append(events);
    }

    @Override
    public void regrouped(Instant occurred, List<PersonChange> changes) {
        regrouped(null, occurred, changes);
    }

    /** Whoever follows the old person by its id is told too: a filter on a replaced Patient means its heir. */
    @Override
    public void regrouped(@Nullable UUID messageId, Instant occurred, List<PersonChange> changes) {
        var events = new ArrayList<HubEvent>();
        for (var change : changes) {
            var told = change.merged() ? change.to() : change.from();
            events.add(new HubEvent(
                    ids.get(),
                    (change.merged() ? EventKind.PATIENT_MERGED : EventKind.PATIENT_SPLIT).code(),
                    "Patient/" + change.to(),
                    "",
                    "Patient/" + told,
                    occurred,
                    messageId,
                    change.merged()
                            ? new Facts(Map.of(MergedPatients.REPLACES, List.of("Patient/" + change.from())))
                            : Facts.none()));
        }
        outbox.append(events);
    }
}
