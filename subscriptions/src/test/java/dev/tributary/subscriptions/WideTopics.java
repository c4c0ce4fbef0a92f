package dev.tributary.subscriptions;

import dev.tributary.subscriptions.topics.ShippedTopics;
import dev.tributary.subscriptions.topics.Topic;
import dev.tributary.subscriptions.topics.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The shipped topics, which here can be filtered by all that a test needs. */
final class WideTopics implements Topics {

    private static final Set<String> FILTERS = Set.of(
            "Encounter?patient",
            "Patient?_id",
            "Encounter?class",
            "Encounter?location",
            "Encounter?participant",
            "Encounter?service-provider",
            "Encounter?diagnosis",
            "Patient?general-practitioner",
            "Patient?birthdate");
    private final Topics shipped = new ShippedTopics();

    @Override
    public Optional<Topic> find(String canonical) {
        return shipped.find(canonical).map(WideTopics::wide);
    }

    @Override
    public List<Topic> all() {
        return shipped.all().stream().map(WideTopics::wide).toList();
    }

    private static Topic wide(Topic topic) {
        return new Topic(
                topic.canonical(),
                topic.kind(),
                topic.title(),
                topic.resourceTypes(),
                FILTERS,
                topic.along().includes());
    }
}
