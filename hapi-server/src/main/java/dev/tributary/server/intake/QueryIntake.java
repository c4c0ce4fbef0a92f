package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.v2.Acknowledger;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.formats.Hl7v2Format;
import dev.tributary.server.sources.Source;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Queries: answered in the sender's call, journalled and audited before the answer leaves. */
final class QueryIntake {

    private final QueryReceiver receiver;
    private final Journal journal;
    private final AuditTrail audit;
    private final StoringTransaction transactions;
    private final Clock clock;
    private final Supplier<UUID> ids;

    QueryIntake(
            QueryReceiver receiver,
            Journal journal,
            AuditTrail audit,
            StoringTransaction transactions,
            Clock clock,
            Supplier<UUID> ids) {
        this.receiver = receiver;
        this.journal = journal;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
    }

    boolean understands(Reading.Readable message) {
        return receiver.understands(message.header());
    }

    byte[] receive(Source source, Reading.Readable query, byte[] raw, String via, Acknowledger acknowledger) {
        if (!source.queries()) {
            var issue = Issue.error(
                    "security", "MSH-9", "This source may not query. Its file says queries: true if it may.");
            keep(source, query, raw, via, List.of(issue), List.of());
            return acknowledger.reject(query.header(), issue, source.profile()).bytes();
        }
        var answer = receiver.answer(source, query);
        keep(source, query, raw, via, answer.errors(), answer.disclosed());
        return acknowledger
                .respond(query.header(), answer.type(), answer.errors(), source.profile(), answer.segments())
                .bytes();
    }

    private void keep(
            Source source, Reading.Readable query, byte[] raw, String via, List<Issue> errors, List<String> disclosed) {
        var id = ids.get();
        transactions.run(() -> {
            journal.append(entry(id, source, query, raw, via, errors));
            var trigger = query.header().trigger();
            for (var person : disclosed.isEmpty() ? new @Nullable String[] {null} : disclosed.toArray(String[]::new)) {
                var outcome = errors.isEmpty() ? disclosed.size() + " found" : "refused";
                audit.record("source:" + source.id(), "query", person, id, trigger + ", " + outcome);
            }
            return id;
        });
    }

    private JournalEntry entry(
            UUID id, Source source, Reading.Readable query, byte[] raw, String via, List<Issue> errors) {
        var now = clock.instant();
        return new JournalEntry(
                id,
                source.id(),
                Hl7v2Format.NAME,
                via,
                query.header().controlId(),
                Sha256.hex(raw),
                null,
                query.header().trigger(),
                null,
                errors.isEmpty() ? MessageState.APPLIED : MessageState.REJECTED,
                errors.isEmpty()
                        ? null
                        : errors.get(0).path() + ": " + errors.get(0).text(),
                errors,
                raw,
                now,
                query.header().occurred(),
                now);
    }
}
