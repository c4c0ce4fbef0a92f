package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.v2.Acknowledgement;
import dev.tributary.mapping.v2.Acknowledgement.Verdict;
import dev.tributary.mapping.v2.AcknowledgementMode;
import dev.tributary.mapping.v2.Acknowledger;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Batch;
import dev.tributary.mapping.v2.V2Reader;
import dev.tributary.server.formats.Hl7v2Format;
import dev.tributary.server.sources.Source;
import java.util.List;
import java.util.Optional;

/** HL7 v2: kept, committed, then acknowledged. */
final class Hl7v2Intake {

    private final QueuedIntake intake;
    private final QueryIntake queries;
    private final Acknowledger acknowledger;

    Hl7v2Intake(QueuedIntake intake, QueryIntake queries, Acknowledger acknowledger) {
        this.intake = intake;
        this.queries = queries;
        this.acknowledger = acknowledger;
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
        if (reading instanceof Reading.Readable query && queries.understands(query)) {
            return Optional.of(queries.receive(source, query, raw, via, acknowledger));
        }
        var received = Hl7v2Format.received(reading);
        intake.keep(source, Hl7v2Format.NAME, received, raw, via);
        var issues = received.issues();
        return acknowledger
                .acknowledge(reading.header(), verdict(issues), issues, source.profile(), mode(source))
                .map(Acknowledgement::bytes);
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
}
