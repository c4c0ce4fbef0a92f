package dev.tributary.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.bench.crash.CrashEvidence.Event;
import dev.tributary.bench.crash.CrashEvidence.Message;
import dev.tributary.bench.crash.CrashEvidence.Produced;
import dev.tributary.bench.crash.CrashEvidence.Subscribed;
import dev.tributary.bench.crash.Violation.Kind;
import dev.tributary.bench.receive.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** V2-02, V2-04, SB-09: a sound run passes, and each planted fault is found and named. */
class CrashCheckerTest {

    private final List<Message> messages = new ArrayList<>(List.of(
            message("1", "c1", "Encounter/a", 1, new Event("encounter-start", "Encounter/a")),
            message("2", "c2", "Encounter/a", 2, new Event("discharge", "Encounter/a")),
            message("3", "c3", "Encounter/b", 1, new Event("encounter-start", "Encounter/b")),
            new Message("4", "c4", "applied", List.of(new Produced("Encounter/b", 1, "unchanged")), List.of())));
    private final Map<String, Integer> versions = new HashMap<>(Map.of("Encounter/a", 2, "Encounter/b", 1));
    private final Map<String, List<String>> found =
            new HashMap<>(Map.of("/Encounter?identifier=a", List.of("Encounter/a")));
    private final List<Delivery> deliveries = new ArrayList<>(
            List.of(delivery(1, "Encounter/a"), delivery(2, "Encounter/b"), delivery(2, "Encounter/b")));
    private long counted = 2;

    private static Message message(String id, String control, String reference, int version, Event event) {
        return new Message(
                id,
                control,
                "applied",
                List.of(new Produced(reference, version, version == 1 ? "created" : "updated")),
                List.of(event));
    }

    private static Delivery delivery(long number, String focus) {
        return new Delivery("starts", number, focus, "", 0, Instant.EPOCH);
    }

    private List<Kind> kinds() {
        var evidence = new CrashEvidence(
                Set.of("c1", "c2", "c3", "c4"),
                Set.of(),
                messages,
                versions,
                found,
                List.of(new Subscribed("starts", "encounter-start", counted)),
                deliveries);
        return CrashChecker.check(evidence).stream().map(Violation::kind).toList();
    }

    @Test
    void aSoundRunWithRedeliveries_hasNoViolation() {
        assertThat(kinds()).isEmpty();
    }

    @Test
    void anAcknowledgedMessageThatIsNotInTheJournal_isLost() {
        messages.remove(3);
        assertThat(kinds()).containsExactly(Kind.MESSAGE_LOST);
    }

    @Test
    void anAcknowledgedMessageThatStillWaits_isLost() {
        messages.set(3, new Message("4", "c4", "waiting", List.of(), List.of()));
        assertThat(kinds()).containsExactly(Kind.MESSAGE_LOST);
    }

    @Test
    void twoAppliedRowsOfOneMessage_areFound() {
        messages.add(new Message("5", "c4", "applied", List.of(), List.of()));
        assertThat(kinds()).containsExactly(Kind.MESSAGE_APPLIED_TWICE);
    }

    @Test
    void aVersionThatNoMessageAccountsFor_isFound() {
        versions.put("Encounter/a", 3);
        assertThat(kinds()).containsExactly(Kind.VERSIONS_WRONG);
    }

    @Test
    void twoMessagesThatClaimOneVersion_areFound() {
        messages.add(new Message("5", "c5", "applied", List.of(new Produced("Encounter/b", 1, "created")), List.of()));
        assertThat(kinds()).containsExactly(Kind.VERSIONS_WRONG);
    }

    @Test
    void aWrittenResourceThatCannotBeRead_isFound() {
        versions.put("Encounter/b", 0);
        assertThat(kinds()).containsExactly(Kind.VERSIONS_WRONG);
    }

    @Test
    void oneIdentifierOnTwoResources_isFound() {
        found.put("/Encounter?identifier=a", List.of("Encounter/a", "Encounter/z"));
        assertThat(kinds()).containsExactly(Kind.RESOURCE_NOT_UNIQUE);
    }

    @Test
    void anEventThatNeverArrived_isALossAndAGap() {
        deliveries.remove(0);
        assertThat(kinds()).containsExactlyInAnyOrder(Kind.NUMBER_MISSING, Kind.EVENT_LOST);
    }

    @Test
    void theLastEventThatNeverArrived_isFoundByTheHubsOwnCount() {
        deliveries.removeIf(delivery -> delivery.number() == 2);
        assertThat(kinds()).containsExactlyInAnyOrder(Kind.NUMBER_MISSING, Kind.EVENT_LOST);
    }

    @Test
    void aNumberForTwoEvents_isFound() {
        deliveries.set(2, delivery(2, "Encounter/a"));
        assertThat(kinds()).contains(Kind.NUMBER_REUSED);
    }

    @Test
    void anEventUnderTwoNumbers_isFound() {
        deliveries.set(2, delivery(3, "Encounter/b"));
        counted = 3;
        assertThat(kinds()).containsExactly(Kind.EVENT_NUMBERED_TWICE);
    }
}
