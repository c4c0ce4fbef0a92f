package dev.tributary.bench.crash;

import java.time.Duration;
import java.util.List;

/**
 * The account of a crash run.
 *
 * @param kills how often a hub was killed, or paused
 * @param readyAfter the time from each start to ready, the first start included
 * @param acknowledged v2 messages answered AA
 * @param answered FHIR submissions answered 2xx
 * @param resends messages and submissions that had to be sent again
 * @param refusals answers that were neither success nor a lost connection; 0 is expected
 * @param committedEvents events the journal names, of the kinds subscribed to
 * @param deliveries requests the receiver answered, without handshakes
 * @param redeliveries deliveries beyond the first of their number; allowed
 * @param violations broken promises; empty is a pass
 */
public record CrashReport(
        int kills,
        List<Duration> readyAfter,
        long acknowledged,
        long answered,
        long resends,
        long refusals,
        long committedEvents,
        long deliveries,
        long redeliveries,
        List<Violation> violations) {

    /** True if something was sent and every promise held. */
    public boolean holds() {
        return violations.isEmpty() && acknowledged + answered > 0;
    }

    /** A few lines for people, at most twenty violations. */
    public String account() {
        var text = new StringBuilder();
        text.append(kills).append(" kills or pauses; ready after ");
        text.append(readyAfter.stream().map(d -> d.toMillis() / 1000.0 + " s").toList());
        text.append("\nacknowledged ")
                .append(acknowledged)
                .append(" v2 messages and ")
                .append(answered);
        text.append(" FHIR submissions, ")
                .append(resends)
                .append(" sent again, ")
                .append(refusals)
                .append(" refused");
        text.append("\ncommitted ")
                .append(committedEvents)
                .append(" events, delivered ")
                .append(deliveries);
        text.append(" times, ").append(redeliveries).append(" of them repeats");
        text.append("\n").append(holds() ? "every promise held" : violations.size() + " violations");
        violations.stream().limit(20).forEach(violation -> text.append("\n  ").append(violation));
        return text.append("\n").toString();
    }
}
