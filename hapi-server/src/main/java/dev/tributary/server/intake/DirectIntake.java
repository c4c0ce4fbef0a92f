package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.record.Stored;
import dev.tributary.server.sources.Source;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies what a source submits inside its own request: kept, applied and answered in one transaction. */
public final class DirectIntake {

    private final Journal journal;
    private final Application application;
    private final StoringTransaction transactions;
    private final MessageMetrics metrics;
    private final Clock clock;
    private final Supplier<UUID> ids;

    DirectIntake(
            Journal journal,
            Application application,
            StoringTransaction transactions,
            MessageMetrics metrics,
            Clock clock,
            Supplier<UUID> ids) {
        this.journal = journal;
        this.application = application;
        this.transactions = transactions;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What came in.
     *
     * @param via the way in
     * @param controlId Bundle.identifier, if any
     * @param trigger for the journal: {@code transaction}, {@code PUT Observation}
     */
    public record Submission(
            Source source, String via, @Nullable String controlId, String trigger, byte[] raw) {

        /** One entry of a batch: a message of its own. */
        public Submission part(byte[] content) {
            return new Submission(source, via, controlId, trigger, content);
        }
    }

    /**
     * A submission and what becomes of it.
     *
     * @param mapping called inside the transaction, anew for every attempt
     * @param answer called inside the transaction with what was stored
     */
    public record Unit<T>(Submission submission, Supplier<Mapped> mapping, BiFunction<UUID, Stored, T> answer) {}

    /**
     * Keeps and applies a submission.
     *
     * @throws RuntimeException if it could not be applied; then nothing of it is stored but a journal row that says why
     */
    public <T> T apply(Unit<T> unit) {
        var submission = unit.submission();
        var id = ids.get();
        var receivedAt = clock.instant();
        try {
            var result = transactions.run(() -> store(unit, id, receivedAt));
            metrics.ended(submission.source().id(), MessageState.APPLIED, receivedAt);
            return result;
        } catch (RuntimeException | Error e) {
            refuse(id, submission, Trouble.reason(e), List.of(Trouble.issue(e)));
            throw e;
        } finally {
            MessageMark.clear();
        }
    }

    /**
     * Keeps and applies submissions one after the other in one transaction: small ones take less than half the time so.
     *
     * @return an answer for each; empty if one of them could not be applied, and then nothing of any of them is kept
     */
    public <T> Optional<List<T>> applyTogether(List<Unit<T>> units) {
        var receivedAt = clock.instant();
        try {
            var results = transactions.run(() -> units.stream()
                    .map(unit -> store(unit, ids.get(), receivedAt))
                    .toList());
            units.forEach(unit -> metrics.ended(unit.submission().source().id(), MessageState.APPLIED, receivedAt));
            return Optional.of(results);
        } catch (RuntimeException refused) {
            return Optional.empty();
        } finally {
            MessageMark.clear();
        }
    }

    private <T> T store(Unit<T> unit, UUID id, Instant receivedAt) {
        MessageMark.put(id);
        var submission = unit.submission();
        var mapped = unit.mapping().get();
        journal.append(entry(submission, id, MessageState.WAITING, null, List.of()));
        return unit.answer().apply(id, application.apply(id, submission.source(), mapped, receivedAt, false));
    }

    /** Keeps a submission that was not applied, with the reason that its sender is told. */
    public void refuse(Submission submission, String reason, List<Issue> issues) {
        refuse(ids.get(), submission, reason, issues);
    }

    private void refuse(UUID id, Submission submission, String reason, List<Issue> issues) {
        journal.append(entry(submission, id, MessageState.REJECTED, reason, issues));
        metrics.ended(submission.source().id(), MessageState.REJECTED, clock.instant());
    }

    private JournalEntry entry(
            Submission submission, UUID id, MessageState state, @Nullable String reason, List<Issue> issues) {
        var now = clock.instant();
        return new JournalEntry(
                id,
                submission.source().id(),
                "fhir",
                submission.via(),
                submission.controlId(),
                Sha256.hex(submission.raw()),
                null,
                submission.trigger(),
                null,
                state,
                reason,
                issues,
                submission.raw(),
                now,
                null,
                now);
    }
}
