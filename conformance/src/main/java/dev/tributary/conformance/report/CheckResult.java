package dev.tributary.conformance.report;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Exchange;
import java.time.Duration;
import java.util.List;

/**
 * What came of one check.
 *
 * @param message why it failed or was skipped; empty when it passed
 * @param exchanges what went over the wire, in order, without tokens and bodies
 */
public record CheckResult(Check check, Outcome outcome, String message, Duration duration, List<Exchange> exchanges) {

    public CheckResult {
        exchanges = List.copyOf(exchanges);
    }

    /** {@code [R4-01] core.transaction-atomic: One bad entry …}. */
    public String displayName() {
        return check.statements() + " " + check.id() + ": " + check.title();
    }

    /** The message with the last exchanges before it, for a failing test. */
    public String explanation() {
        StringBuilder text = new StringBuilder(displayName()).append('\n').append(message);
        exchanges.stream()
                .skip(Math.max(0, exchanges.size() - 10))
                .forEach(exchange -> text.append("\n  ").append(exchange));
        return text.toString();
    }

    /**
     * Throws when the check has failed; for callers that show each check as a test of their own.
     *
     * @throws AssertionError with the explanation
     */
    public void expectNotFailed() {
        if (outcome == Outcome.FAIL) {
            throw new AssertionError(explanation());
        }
    }
}
