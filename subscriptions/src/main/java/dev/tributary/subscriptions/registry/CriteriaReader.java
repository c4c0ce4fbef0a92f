package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.topics.Topic;
import dev.tributary.subscriptions.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;

/** Reads what a Subscription is to: its topic and its filters. */
final class CriteriaReader {

    private static final String FILTER_CRITERIA =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria";
    private static final Pattern FILTER = Pattern.compile(
            "(?:(Encounter)\\?(?:(?:patient|subject)=Patient/|patient=)|(Patient)\\?_id=)([A-Za-z0-9.-]{1,64})");

    private final Topics topics;
    private final Problems problems;

    CriteriaReader(Topics topics, Problems problems) {
        this.topics = topics;
        this.problems = problems;
    }

    Optional<Topic> topic(Subscription subscription) {
        String criteria = subscription.hasCriteria() ? subscription.getCriteria() : "";
        Optional<Topic> topic = topics.find(criteria);
        if (topic.isEmpty()) {
            problems.refuse(
                    "Subscription.criteria",
                    "criteria must be the canonical URL of a topic of this hub, for instance "
                            + topics.all().get(0).canonical() + "; the topics are listed in the CapabilityStatement.");
        }
        return topic;
    }

    List<Filter> filters(Subscription subscription) {
        List<Filter> filters = new ArrayList<>();
        for (Extension filter : subscription.getCriteriaElement().getExtensionsByUrl(FILTER_CRITERIA)) {
            String text = filter.getValue() instanceof StringType value ? value.getValue() : "";
            Matcher matcher = FILTER.matcher(text);
            if (matcher.matches()) {
                filters.add(new Filter("Encounter", "patient", "", List.of("Patient/" + matcher.group(3))));
            } else {
                problems.refuse(
                        "Subscription.criteria.extension",
                        "Filters of this topic are Encounter?patient=Patient/<id>, Encounter?subject=Patient/<id> and Patient?_id=<id>, one patient each.");
            }
        }
        if (filters.stream().distinct().count() > 1) {
            problems.refuse("Subscription.criteria.extension", "Several filters must all hold; two patients never do.");
        }
        return List.copyOf(filters);
    }
}
