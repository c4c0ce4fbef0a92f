package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.feeds.KeptMessage;
import dev.tributary.server.feeds.MessageKeeper;
import dev.tributary.server.feeds.RowKeeper;
import dev.tributary.server.formats.MessageFormat;
import dev.tributary.server.formats.MessageFormats;
import dev.tributary.server.formats.Received;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Messages of any format: kept and committed, then applied by the workers in the order of the patient's lane. */
final class QueuedIntake implements MessageKeeper, RowKeeper, WaitingMessage {

    private final SourceCatalogue sources;
    private final MessageFormats formats;
    private final Journal journal;
    private final Application application;
    private final LaneSchedule schedule;
    private final MessageMetrics metrics;
    private final Arrivals arrivals;

    QueuedIntake(
            SourceCatalogue sources,
            MessageFormats formats,
            Journal journal,
            Application application,
            LaneSchedule schedule,
            MessageMetrics metrics,
            Arrivals arrivals) {
        this.sources = sources;
        this.formats = formats;
        this.journal = journal;
        this.application = application;
        this.schedule = schedule;
        this.metrics = metrics;
        this.arrivals = arrivals;
    }

    /** Where new messages get their time and their id. */
    record Arrivals(Clock clock, Supplier<UUID> ids) {}

    @Override
    public KeptMessage keep(Source source, String format, byte[] raw, String via) {
        var received = formats.byName(format)
                .orElseThrow(() -> new IllegalArgumentException("There is no format " + format))
                .read(raw, source);
        return keep(source, format, received, raw, via);
    }

    /** Keeps what its feed has read already. */
    KeptMessage keep(Source source, String format, Received received, byte[] raw, String via) {
        var entry = entry(source, format, received, raw, via);
        var appended = journal.append(entry);
        metrics.received(source.id(), appended.duplicate());
        if (!received.isReadable()) {
            metrics.ended(source.id(), MessageState.REJECTED, entry.receivedAt());
        }
        if (appended.lane() != null) {
            schedule.offer(appended.lane());
        }
        return new KeptMessage(appended.id(), appended.duplicate(), received.issues());
    }

    @Override
    public void refuse(Source source, String format, byte[] head, String via, String reason) {
        var read = formats.byName(format).map(known -> known.read(head, source));
        var issue = Issue.error("too-long", "message", reason);
        var refused = new Received(
                read.map(Received::controlId).orElse(""),
                read.map(Received::trigger).orElse(""),
                "",
                read.map(Received::occurred).orElse(null),
                List.of(issue));
        keep(source, format, refused, head, via);
    }

    private JournalEntry entry(Source source, String format, Received received, byte[] raw, String via) {
        var now = arrivals.clock().instant();
        var hash = Sha256.hex(raw);
        var key = source.id() + '\u001f' + received.controlId() + '\u001f' + hash;
        var isReadable = received.isReadable();
        return new JournalEntry(
                arrivals.ids().get(),
                source.id(),
                format,
                via,
                limit(received.controlId(), 256),
                hash,
                isReadable ? Sha256.hex(key.getBytes(StandardCharsets.UTF_8)) : null,
                limit(received.trigger(), 32),
                isReadable ? Lanes.of(source.id(), received.laneKey()) : null,
                isReadable ? MessageState.WAITING : MessageState.REJECTED,
                isReadable ? null : reason(received.issues()),
                received.issues(),
                raw,
                now,
                received.occurred(),
                now);
    }

    @Override
    public Kept keep(Source source, String format, String via, List<Row> rows) {
        var entries = rows.stream().map(row -> entry(source, format, via, row)).toList();
        var appended = journal.appendAll(entries);
        var fresh = appended.stream().filter(each -> !each.duplicate()).toList();
        appended.forEach(each -> metrics.received(source.id(), each.duplicate()));
        return new Kept(
                fresh.stream().map(Journal.Appended::id).toList(),
                appended.size() - fresh.size(),
                appended.stream()
                        .flatMap(each -> Optional.ofNullable(each.lane()).stream())
                        .distinct()
                        .toList());
    }

    @Override
    public void wake(Collection<Integer> lanes) {
        schedule.offerAll(lanes);
    }

    private JournalEntry entry(Source source, String format, String via, Row row) {
        var now = arrivals.clock().instant();
        var key = source.id() + '\u001f' + row.identity() + '\u001f' + Sha256.hex(row.content());
        return new JournalEntry(
                arrivals.ids().get(),
                source.id(),
                format,
                via,
                limit(row.place(), 256),
                Sha256.hex(row.content()),
                Sha256.hex(key.getBytes(StandardCharsets.UTF_8)),
                limit(row.trigger(), 32),
                Lanes.ofFile(source.id(), row.laneKey()),
                MessageState.WAITING,
                null,
                List.of(),
                row.content(),
                now,
                null,
                now);
    }

    private static @Nullable String limit(String text, int length) {
        return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), length));
    }

    private static String reason(List<Issue> issues) {
        var first = issues.get(0);
        return first.path() + ": " + first.text();
    }

    @Override
    public void apply(Journal.Waiting message) {
        var source = sources.byId(message.sourceId())
                .orElseThrow(() -> new Unappliable("The source " + message.sourceId()
                        + " is not configured any more. Restore its file and replay the message."));
        var format = formats.byName(message.format())
                .orElseThrow(() -> new Unappliable("This hub has no format " + message.format()
                        + ". Replay the message with a version that has."));
        apply(message, source, format);
    }

    private void apply(Journal.Waiting message, Source source, MessageFormat format) {
        var mapped = format.map(message.raw(), source);
        if (mapped.hasErrors()) {
            end(message, source, MessageState.FAILED, reason(errors(mapped.issues())), mapped.issues());
        } else if (mapped.isFiltered()) {
            end(message, source, MessageState.FILTERED, mapped.issues().get(0).text(), mapped.issues());
        } else if (!mapped.supported()) {
            end(
                    message,
                    source,
                    MessageState.UNSUPPORTED,
                    mapped.issues().get(0).text(),
                    mapped.issues());
        } else {
            store(message, source, mapped, format);
            metrics.ended(source.id(), MessageState.APPLIED, message.receivedAt());
        }
    }

    private void store(Journal.Waiting message, Source source, Mapped mapped, MessageFormat format) {
        var isReplay = message.attempts() > 0;
        if (format.tellsWhatHappens()) {
            application.apply(message.id(), source, mapped, message.receivedAt(), isReplay);
        } else {
            application.applyQuietly(message.id(), source, mapped, message.receivedAt(), isReplay);
        }
    }

    private static List<Issue> errors(List<Issue> issues) {
        return issues.stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .toList();
    }

    private void end(Journal.Waiting message, Source source, MessageState state, String reason, List<Issue> issues) {
        journal.ended(message.id(), state, reason, issues);
        metrics.ended(source.id(), state, message.receivedAt());
    }
}
