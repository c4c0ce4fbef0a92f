package dev.tributary.server.identity;

import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.ManualDecisions;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.identity.matching.PersonComparison;
import dev.tributary.server.identity.DecisionTable.Judged;
import dev.tributary.server.identity.FeatureIndex.PersonRecords;
import dev.tributary.server.record.PersonMatching;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.record.Verdicts.Verdict;
import dev.tributary.server.storage.KeyLocks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Patient;

/** Matches by the statistical model, over the index of features. */
final class ModelMatching implements PersonMatching {

    private final FeatureIndex index;
    private final Supplier<Matcher> model;
    private final IdentifierStrengths strengths;
    private final DecisionTable decisions;
    private final Verdicts verdicts;
    private final KeyLocks locks;
    private final MatchMeters meters;

    ModelMatching(
            FeatureIndex index,
            Supplier<Matcher> model,
            IdentifierStrengths strengths,
            DecisionTable decisions,
            Verdicts verdicts,
            KeyLocks locks,
            MatchMeters meters) {
        this.index = index;
        this.model = model;
        this.strengths = strengths;
        this.decisions = decisions;
        this.verdicts = verdicts;
        this.locks = locks;
        this.meters = meters;
    }

    @Override
    public SortedSet<Long> locks(Patient stated) {
        return locks(PersonFeatures.of(stated, strengths));
    }

    private static SortedSet<Long> locks(PersonFeatures features) {
        var numbers = new TreeSet<Long>();
        BlockingKeys.of(features).forEach(key -> numbers.add(key.hash()));
        return numbers;
    }

    @Override
    public boolean judgesNumbers() {
        return true;
    }

    @Override
    public Set<String> match(Arrival arrival) {
        var features = PersonFeatures.of(arrival.patient(), strengths);
        var bytes = features.toBytes();
        var stored = arrival.isNew() ? null : index.stored(arrival.record());
        if (FeatureIndex.same(stored, bytes)) {
            return Set.of();
        }
        if (!arrival.isNew()) {
            // Out of the sorted order, as only now is it known what has changed: a deadlock is noticed and the attempt
            // starts again.
            locks.lock(locks(features));
        }
        index.put(arrival.record(), bytes, BlockingKeys.of(features), stored != null);
        return arrival.settled().getAsBoolean() ? Set.of() : meters.timed(() -> decide(arrival, features));
    }

    @Override
    public void refused(UUID messageId, String sourceId, String record, Set<String> persons) {
        decisions.reviewInstead(messageId, sourceId, record, persons);
    }

    private Set<String> decide(Arrival arrival, PersonFeatures features) {
        var sharing = index.sharing(arrival.record(), BlockingKeys.of(features));
        meters.looked(sharing.overFull(), sharing.cut());
        var persons = new LinkedHashMap<String, PersonRecords>();
        for (var person : index.persons(sharing.sharedKeys().keySet(), arrival.record())) {
            persons.put(person.candidate().person(), person);
        }
        var matcher = model.get();
        var decision = matcher.identify(
                features,
                persons.values().stream().map(PersonRecords::candidate).toList(),
                arrival.isNew() ? ManualDecisions.NONE : manual(arrival.record(), persons));
        var fitting = matcher.fitting(decision);
        var judged = new ArrayList<Judged>();
        fitting.forEach(each -> judged.add(judged(arrival, persons, each, "link")));
        for (var each : decision.reviews()) {
            if (!fitting.contains(each)) {
                judged.add(judged(arrival, persons, each, "review"));
            }
        }
        decisions.keep(judged, decision.modelVersion(), arrival.messageId());
        meters.decided(fitting.isEmpty() ? (judged.isEmpty() ? "new" : "review") : "link");
        var linked = new LinkedHashSet<String>();
        fitting.forEach(each -> linked.add(each.person()));
        return linked;
    }

    private static Judged judged(
            Arrival arrival, Map<String, PersonRecords> persons, PersonComparison compared, String outcome) {
        var person = java.util.Objects.requireNonNull(persons.get(compared.person()));
        return new Judged(
                arrival.record(),
                arrival.sourceId(),
                person.records().get(compared.record()),
                outcome,
                compared.comparison());
    }

    private ManualDecisions manual(String record, Map<String, PersonRecords> persons) {
        var personOf = new LinkedHashMap<String, String>();
        persons.forEach((person, records) -> records.records().forEach(each -> personOf.put(each, person)));
        var all = new ArrayList<>(personOf.keySet());
        all.add(record);
        var linked = new HashSet<String>();
        var never = new HashSet<String>();
        for (var standing : verdicts.among(all)) {
            var pair = standing.pair();
            var other = pair.a().equals(record) ? pair.b() : pair.b().equals(record) ? pair.a() : null;
            var person = other == null ? null : personOf.get(other);
            if (person != null) {
                (standing.verdict() == Verdict.LINK ? linked : never).add(person);
            }
        }
        return new ManualDecisions(linked, never);
    }
}
