package dev.tributary.subscriptions.topics;

import dev.tributary.subscriptions.criteria.Refused;
import dev.tributary.subscriptions.criteria.SearchCriterion;
import dev.tributary.subscriptions.events.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Resource;

/**
 * A search in {@code Subscription.criteria}, as <a href="http://hl7.org/fhir/R4/subscription.html#criteria">plain R4</a> has it: whatever is
 * created or updated so that it matches makes an event.
 */
public final class PlainCriterion implements Watcher {

    /** What the kinds of their events begin with. */
    static final String KIND = "criteria:";

    private static final Pattern SEARCH = Pattern.compile("[A-Z][A-Za-z]+(\\?.*)?");
    private static final int LONGEST = 280;

    private final Topic topic;
    private final SearchCriterion criterion;

    private PlainCriterion(Topic topic, SearchCriterion criterion) {
        this.topic = topic;
        this.criterion = criterion;
    }

    /** Whether it is meant as a search, not as the URL of a topic. */
    public static boolean isSearch(String criteria) {
        return SEARCH.matcher(criteria).matches();
    }

    /** Whether the topic stands for a search. */
    public static boolean isSearch(Topic topic) {
        return topic.kind().startsWith(KIND);
    }

    static PlainCriterion of(String criteria) throws Refused {
        if (criteria.length() > LONGEST) {
            throw new Refused("A criterion has at most " + LONGEST + " characters.");
        }
        SearchCriterion criterion = SearchCriterion.of(criteria.contains("?") ? criteria : criteria + "?");
        Topic topic = new Topic(criteria, KIND + criteria, criteria, Set.of(criterion.type()), Set.of(), List.of());
        return new PlainCriterion(topic, criterion);
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public boolean isTriggeredBy(RecordChange change) {
        return change.after() != null
                && change.latest().fhirType().equals(criterion.type())
                && criterion.matches(change.after());
    }

    @Override
    public Map<String, List<String>> factsOf(Resource focus) {
        return Map.of();
    }
}
