package dev.tributary.subscriptions.topics;

import dev.tributary.subscriptions.events.EventKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The topics that every hub has, one per {@link EventKind}. */
public final class ShippedTopics implements Topics {

    private static final Set<String> FILTERS = Set.of("Encounter?patient", "Encounter?subject", "Patient?_id");

    private final List<Topic> topics =
            Arrays.stream(EventKind.values()).map(ShippedTopics::topic).toList();
    private final Map<String, Topic> byCanonical =
            topics.stream().collect(Collectors.toUnmodifiableMap(Topic::canonical, Function.identity()));

    @Override
    public Optional<Topic> find(String canonical) {
        return Optional.ofNullable(byCanonical.get(canonical.split("\\|", 2)[0]));
    }

    @Override
    public List<Topic> all() {
        return topics;
    }

    private static Topic topic(EventKind kind) {
        boolean ofPerson = kind == EventKind.PATIENT_MERGED || kind == EventKind.PATIENT_SPLIT;
        return new Topic(
                kind.topic(),
                kind.code(),
                kind.code(),
                Set.of(ofPerson ? "Patient" : "Encounter"),
                FILTERS,
                ofPerson ? List.of() : List.of("Encounter:patient"));
    }
}
