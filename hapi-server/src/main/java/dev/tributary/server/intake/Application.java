package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.formats.MapSteps;
import dev.tributary.server.record.RecordStore;
import dev.tributary.server.record.Statement;
import dev.tributary.server.record.Stored;
import dev.tributary.server.sources.Source;
import dev.tributary.server.storage.Written;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The storing step: record, events, audit row and journal state in the caller's transaction. Either all of it is there or none.
 */
final class Application {

    private final RecordStore store;
    private final EventRecorder events;
    private final AuditTrail audit;
    private final Journal journal;
    private final MapSteps steps;
    private final AppliedMessages observer;

    Application(
            RecordStore store,
            EventRecorder events,
            AuditTrail audit,
            Journal journal,
            MapSteps steps,
            AppliedMessages observer) {
        this.store = store;
        this.events = events;
        this.audit = audit;
        this.journal = journal;
        this.steps = steps;
        this.observer = observer;
    }

    /** @param isReplay whether an earlier round may have written something already */
    Stored apply(UUID messageId, Source source, Mapped mapped, Instant receivedAt, boolean isReplay) {
        return apply(messageId, source, mapped, receivedAt, isReplay, false);
    }

    /** The same for what tells of the past: nothing that happened then is an event now. */
    Stored applyQuietly(UUID messageId, Source source, Mapped mapped, Instant receivedAt, boolean isReplay) {
        return apply(messageId, source, mapped, receivedAt, isReplay, true);
    }

    private Stored apply(
            UUID messageId, Source source, Mapped plain, Instant receivedAt, boolean isReplay, boolean isQuiet) {
        var mapped = finished(source, plain);
        var occurred = Objects.requireNonNullElse(mapped.occurred(), receivedAt);
        var stored = store.store(new Statement(messageId, source.id(), source.trust(), occurred, mapped.changes()));
        events.record(messageId, occurred, stored, isQuiet);
        audit.record(
                "source:" + source.id(),
                "apply",
                null,
                messageId,
                stored.written().size() + " resources");
        var before = isReplay ? journal.producedBefore(messageId) : "[]";
        journal.applied(messageId, withNews(mapped, stored), stored.written(), before, mapped.occurred());
        if (!isReplay) {
            observer.applied(messageId, source, mapped);
        }
        return stored;
    }

    private Mapped finished(Source source, Mapped plain) {
        var mapped = steps.apply(source, plain);
        for (var issue : mapped.issues()) {
            if (issue.severity() == Issue.Severity.ERROR) {
                throw new Unappliable(issue.path() + ": " + issue.text());
            }
        }
        return mapped;
    }

    /** Late news is kept but changes nothing newer, and what people decided stands: the reader of the journal shall see it. */
    private static List<Issue> withNews(Mapped mapped, Stored stored) {
        var late = stored.written().stream()
                .filter(written -> written.outcome() == Written.Outcome.LATE)
                .map(written -> Issue.information(
                        "informational",
                        written.reference(),
                        "This message is older than what is known; the newer state stands."))
                .toList();
        if (late.isEmpty() && stored.issues().isEmpty()) {
            return mapped.issues();
        }
        return Stream.of(mapped.issues(), stored.issues(), late)
                .flatMap(List::stream)
                .toList();
    }
}
