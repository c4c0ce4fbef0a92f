package dev.tributary.bench.crash;

import dev.tributary.bench.crash.CrashEvidence.Event;
import dev.tributary.bench.crash.CrashEvidence.Message;
import dev.tributary.bench.crash.CrashEvidence.Subscribed;
import dev.tributary.bench.crash.Violation.Kind;
import dev.tributary.bench.receive.Delivery;
import dev.tributary.bench.receive.DeliveryAccount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges the evidence of a crash run: every acknowledged message applied exactly once, every committed event delivered at
 * least once under one number of its own, numbers 1 to n without gap. A pure function.
 */
public final class CrashChecker {

    private final CrashEvidence evidence;
    private final List<Violation> violations = new ArrayList<>();

    private CrashChecker(CrashEvidence evidence) {
        this.evidence = evidence;
    }

    /** All violations; none if every promise held. */
    public static List<Violation> check(CrashEvidence evidence) {
        var checker = new CrashChecker(evidence);
        checker.checkMessages();
        checker.checkVersions();
        checker.checkIdentifiers();
        evidence.subscriptions().forEach(checker::checkSubscription);
        return List.copyOf(checker.violations);
    }

    private void violated(Kind kind, String what) {
        violations.add(new Violation(kind, what));
    }

    private void checkMessages() {
        Map<String, List<Message>> byControlId =
                evidence.messages().stream().collect(Collectors.groupingBy(Message::controlId));
        for (var controlId : evidence.acknowledged()) {
            var rows = byControlId.getOrDefault(controlId, List.of());
            var applied =
                    rows.stream().filter(row -> row.state().equals("applied")).count();
            if (applied == 0) {
                var states = rows.stream().map(Message::state).toList();
                violated(
                        Kind.MESSAGE_LOST,
                        "message " + controlId + " was acknowledged; the journal has it as " + states);
            } else if (applied > 1) {
                violated(Kind.MESSAGE_APPLIED_TWICE, "message " + controlId + " was applied " + applied + " times");
            }
        }
    }

    /** The versions that messages claim to have written must be 1 to the current one, each once. */
    private void checkVersions() {
        var claimed = new TreeMap<String, List<Integer>>();
        for (var message : evidence.messages()) {
            for (var produced : message.produced()) {
                if (produced.isWritten()) {
                    claimed.computeIfAbsent(produced.reference(), r -> new ArrayList<>())
                            .add(produced.version());
                }
            }
        }
        claimed.forEach((reference, versions) -> {
            var current = evidence.currentVersions().getOrDefault(reference, 0);
            var expected = IntStream.rangeClosed(1, current).boxed().toList();
            var sorted = versions.stream().sorted().toList();
            if (!sorted.equals(expected)) {
                violated(
                        Kind.VERSIONS_WRONG,
                        reference + " is at version " + current + "; messages account for versions " + sorted);
            }
        });
    }

    private void checkIdentifiers() {
        evidence.found().forEach((search, references) -> {
            if (references.size() != 1) {
                violated(
                        Kind.RESOURCE_NOT_UNIQUE, search + " finds " + references.size() + " resources: " + references);
            }
        });
    }

    private void checkSubscription(Subscribed subscribed) {
        var deliveries = evidence.deliveries().stream()
                .filter(delivery -> delivery.subscription().equals(subscribed.name()))
                .toList();
        checkNumbers(subscribed, DeliveryAccount.of(deliveries));
        checkEvents(subscribed, deliveries);
    }

    private void checkNumbers(Subscribed subscribed, DeliveryAccount account) {
        account.missing()
                .forEach(number -> violated(
                        Kind.NUMBER_MISSING, "event " + number + " of " + subscribed.name() + " never arrived"));
        account.reused()
                .forEach(number -> violated(
                        Kind.NUMBER_REUSED,
                        "number " + number + " of " + subscribed.name() + " stands for two events"));
        var highest = account.distinct() + account.missing().size();
        if (highest != subscribed.count()) {
            violated(
                    Kind.NUMBER_MISSING,
                    subscribed.name() + ": the hub counts " + subscribed.count()
                            + " events, the highest number received is " + highest);
        }
    }

    /** As many different numbers must have come for a focus as events were committed for it. */
    private void checkEvents(Subscribed subscribed, List<Delivery> deliveries) {
        var committed = new HashMap<String, Integer>();
        evidence.messages().stream()
                .flatMap(message -> message.events().stream())
                .filter(event -> event.kind().equals(subscribed.kind()))
                .map(Event::focus)
                .forEach(focus -> committed.merge(focus, 1, Integer::sum));
        var numbers = new HashMap<String, HashSet<Long>>();
        deliveries.forEach(delivery ->
                numbers.computeIfAbsent(delivery.focus(), f -> new HashSet<>()).add(delivery.number()));
        var foci = new HashSet<>(committed.keySet());
        foci.addAll(numbers.keySet());
        for (var focus : foci) {
            var events = committed.getOrDefault(focus, 0);
            var delivered = numbers.getOrDefault(focus, new HashSet<>()).size();
            if (delivered < events) {
                violated(Kind.EVENT_LOST, counts(subscribed, focus, events, delivered));
            } else if (delivered > events) {
                violated(Kind.EVENT_NUMBERED_TWICE, counts(subscribed, focus, events, delivered));
            }
        }
    }

    private static String counts(Subscribed subscribed, String focus, int events, int delivered) {
        return subscribed.kind() + " of " + focus + ": " + events + " committed, " + delivered
                + " numbers delivered to " + subscribed.name();
    }
}
