package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.Acknowledgement;
import dev.tributary.mapping.v2.Acknowledgement.Verdict;
import dev.tributary.mapping.v2.AcknowledgementMode;
import dev.tributary.mapping.v2.Acknowledger;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Batch;
import dev.tributary.mapping.v2.V2Header;
import dev.tributary.mapping.v2.V2Mapper;
import dev.tributary.mapping.v2.V2Reader;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HL7 v2: kept, committed, then acknowledged; applied by the workers in the order of the patient's lane. */
final class Hl7v2Intake implements WaitingMessage {

    private final SourceCatalogue sources;
    private final Journal journal;
    private final Application application;
    private final LaneSchedule schedule;
    private final Acknowledger acknowledger;
    private final MessageMetrics metrics;
    private final Clock clock;
    private final Supplier<UUID> ids;

    Hl7v2Intake(
            SourceCatalogue sources,
            Journal journal,
            Application application,
            LaneSchedule schedule,
            Acknowledger acknowledger,
            MessageMetrics metrics,
            Clock clock,
            Supplier<UUID> ids) {
        this.sources = sources;
        this.journal = journal;
        this.application = application;
        this.schedule = schedule;
        this.acknowledger = acknowledger;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Answers the acknowledgement once the message is committed; empty if the sender asked for none. A batch is kept message by message,
     * and sent again as a whole if that breaks off: what was kept already is recognised.
     */
    Optional<byte[]> receive(Source source, byte[] raw, String via) {
        var batch = V2Batch.of(raw);
        if (!batch.isSeveral()) {
            return receiveOne(source, raw, via);
        }
        var answers = batch.messages().stream()
                .flatMap(message -> receiveOne(source, message, via).stream())
                .toList();
        return Optional.of(batch.acknowledgement(answers)).filter(answer -> answer.length > 0);
    }

    private Optional<byte[]> receiveOne(Source source, byte[] raw, String via) {
        var reading = V2Reader.read(raw, source.profile());
        var isReadable = reading instanceof Reading.Readable;
        var issues = reading instanceof Reading.Unreadable unreadable ? unreadable.issues() : List.<Issue>of();
        var entry = entry(source, reading.header(), raw, via, isReadable, issues);
        var appended = journal.append(entry);
        metrics.received(source.id(), appended.duplicate());
        if (!isReadable) {
            metrics.ended(source.id(), MessageState.REJECTED, entry.receivedAt());
        }
        if (appended.lane() != null) {
            schedule.offer(appended.lane());
        }
        return acknowledger
                .acknowledge(reading.header(), verdict(issues), issues, source.profile(), mode(source))
                .map(Acknowledgement::bytes);
    }

    private JournalEntry entry(
            Source source, V2Header header, byte[] raw, String via, boolean isReadable, List<Issue> issues) {
        var now = clock.instant();
        var hash = Sha256.hex(raw);
        var key = source.id() + '\u001f' + header.controlId() + '\u001f' + hash;
        return new JournalEntry(
                ids.get(),
                source.id(),
                "hl7v2",
                via,
                limit(header.controlId(), 256),
                hash,
                isReadable ? Sha256.hex(key.getBytes(StandardCharsets.UTF_8)) : null,
                limit(header.trigger(), 32),
                isReadable ? Lanes.of(source.id(), header.laneKey()) : null,
                isReadable ? MessageState.WAITING : MessageState.REJECTED,
                isReadable ? null : reason(issues),
                issues,
                raw,
                now,
                header.occurred(),
                now);
    }

    private static @Nullable String limit(String text, int length) {
        return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), length));
    }

    private static String reason(List<Issue> issues) {
        var first = issues.get(0);
        return first.path() + ": " + first.text();
    }

    private static Verdict verdict(List<Issue> issues) {
        if (issues.isEmpty()) {
            return Verdict.ACCEPTED;
        }
        return issues.stream().anyMatch(issue -> issue.code().equals("security")) ? Verdict.REJECTED : Verdict.ERROR;
    }

    private static AcknowledgementMode mode(Source source) {
        return AcknowledgementMode.valueOf(source.acknowledgement().name());
    }

    @Override
    public void apply(Journal.Waiting message) {
        var source = sources.byId(message.sourceId())
                .orElseThrow(() -> new Unappliable("The source " + message.sourceId()
                        + " is not configured any more. Restore its file and replay the message."));
        var profile = source.profile();
        if (V2Reader.read(message.raw(), profile) instanceof Reading.Readable readable) {
            apply(message, source, profile, readable);
        } else {
            throw new Unappliable(
                    "The message can no longer be read with the source's present profile. Correct it and replay.");
        }
    }

    private void apply(Journal.Waiting message, Source source, SourceProfile profile, Reading.Readable readable) {
        var mapped = V2Mapper.map(readable.message(), readable.header(), profile);
        if (mapped.hasErrors()) {
            end(message, source, MessageState.FAILED, reason(errors(mapped.issues())), mapped.issues());
        } else if (!mapped.supported()) {
            end(
                    message,
                    source,
                    MessageState.UNSUPPORTED,
                    mapped.issues().get(0).text(),
                    mapped.issues());
        } else {
            application.apply(message.id(), source, mapped, message.receivedAt(), message.attempts() > 0);
            metrics.ended(source.id(), MessageState.APPLIED, message.receivedAt());
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
