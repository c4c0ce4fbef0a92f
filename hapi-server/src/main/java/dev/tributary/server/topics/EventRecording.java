package dev.tributary.server.topics;

import dev.tributary.server.identity.PersonEvents;
import dev.tributary.server.intake.EventRecorder;
import dev.tributary.server.record.PersonChange;
import dev.tributary.server.record.Stored;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.FocusFacts;
import dev.tributary.subscriptions.events.Happening;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.events.RecordChange;
import dev.tributary.subscriptions.events.ShippedEvents;
import dev.tributary.subscriptions.events.Subjects;
import dev.tributary.subscriptions.events.Surroundings;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.topics.UserTopics;
import dev.tributary.subscriptions.topics.UserTopics.Match;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Compares what changed before and after, and writes what happened into the outbox of the same transaction. */
final class EventRecording implements EventRecorder, PersonEvents {

    /** The fact of a patient-merged event that names who lives on in its focus. */
    private static final String REPLACES = "replaces";

    private final EventOutbox outbox;
    private final UserTopics topics;
    private final Supplier<UUID> ids;

    EventRecording(EventOutbox outbox, UserTopics topics, Supplier<UUID> ids) {
        this.outbox = outbox;
        this.topics = topics;
        this.ids = ids;
    }

    @Override
    public void record(UUID messageId, Instant occurred, Stored stored, boolean isQuiet) {
        var happened = isQuiet
                ? ShippedEvents.detectArrivals(stored.changes(), occurred, stored.surroundings())
                : ShippedEvents.detect(stored.changes(), occurred, stored.surroundings());
        var occasion = new Occasion(messageId, occurred, stored.changes(), stored.surroundings());
        append(occasion, happened, stored.personChanges());
    }

    @Override
    public void regrouped(Instant occurred, List<PersonChange> changes, List<RecordChange> patients) {
        var occasion = new Occasion(null, occurred, patients, new Patients(patients));
        append(occasion, ShippedEvents.detect(patients, occurred, occasion.surroundings()), changes);
    }

    /** @param messageId null if no message brought it about */
    private record Occasion(
            @Nullable UUID messageId, Instant occurred, List<RecordChange> changes, Surroundings surroundings) {}

    private void append(Occasion occasion, List<Happening> happened, List<PersonChange> persons) {
        var events = new ArrayList<HubEvent>();
        happened.forEach(each -> events.add(event(occasion, each)));
        persons.forEach(change -> events.add(regrouped(occasion, change)));
        topics.match(occasion.changes()).forEach(match -> events.add(event(occasion, match)));
        outbox.append(events);
    }

    private HubEvent event(Occasion occasion, Happening happening) {
        var corrected = happening.corrects().stream().map(EventKind::code).collect(Collectors.toSet());
        return new HubEvent(
                ids.get(),
                happening.kind().code(),
                happening.focus(),
                happening.focusVersion(),
                happening.patient(),
                occasion.occurred(),
                occasion.messageId(),
                facts(occasion, happening.focus(), happening.facts()),
                corrected);
    }

    private HubEvent event(Occasion occasion, Match match) {
        var focus = match.change().latest();
        return new HubEvent(
                ids.get(),
                match.kind(),
                match.change().reference(),
                match.change().version(),
                Subjects.of(focus),
                occasion.occurred(),
                occasion.messageId(),
                facts(
                        occasion,
                        match.change().reference(),
                        FocusFacts.of(focus, match.facts(), occasion.surroundings())));
    }

    /** Subscribers are told whether the focus is still there, so the event keeps it. */
    private static Facts facts(Occasion occasion, String focus, Facts facts) {
        var isDeleted = occasion.changes().stream()
                .anyMatch(change -> change.isDeletion() && change.reference().equals(focus));
        return isDeleted ? facts.ofDeletion() : facts;
    }

    /** Whoever follows the old person by its id is told too: a filter on a replaced Patient means its heir. */
    private HubEvent regrouped(Occasion occasion, PersonChange change) {
        var told = change.merged() ? change.to() : change.from();
        return new HubEvent(
                ids.get(),
                (change.merged() ? EventKind.PATIENT_MERGED : EventKind.PATIENT_SPLIT).code(),
                "Patient/" + change.to(),
                "",
                "Patient/" + told,
                occasion.occurred(),
                occasion.messageId(),
                change.merged() ? new Facts(Map.of(REPLACES, List.of("Patient/" + change.from()))) : Facts.none());
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
