package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.filters.FilterAbilities;
import dev.tributary.subscriptions.filters.FilterCompiler;
import dev.tributary.subscriptions.topics.FilterLimit;
import dev.tributary.subscriptions.topics.Topic;
import dev.tributary.subscriptions.topics.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;

/** Reads what a Subscription is to: its topic and its filters. */
final class CriteriaReader {

    private static final String FILTER_CRITERIA =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria";
    private static final String PATH = "Subscription.criteria.extension";
    /** Ways to name patients: whoever may filter by one may filter by these. */
    private static final Set<String> BY_PATIENT = Set.of("patient", "roster");

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
            String otherwise = "criteria must be the canonical URL of a topic of this hub, for instance "
                    + topics.all().get(0).canonical() + "; the topics are listed in the CapabilityStatement.";
            problems.refuse("Subscription.criteria", topics.refusal(criteria).orElse(otherwise));
        }
        return topic;
    }

    /** Every filter of every filter-criteria; what the topic does not allow is refused, and still returned. */
    List<Filter> filters(Subscription subscription, Topic topic) {
        List<Filter> filters = new ArrayList<>();
        for (Extension extension : subscription.getCriteriaElement().getExtensionsByUrl(FILTER_CRITERIA)) {
            String text = extension.getValue() instanceof StringType value ? String.valueOf(value.getValue()) : "";
            Optional<List<Filter>> read = FilterText.parse(text);
            if (read.isEmpty()) {
                problems.refuse(
                        PATH,
                        "A filter is written like a search: Encounter?patient=Patient/<id>&class=IMP,EMER. "
                                + allowed(topic));
            }
            read.orElse(List.of()).forEach(filter -> {
                check(filter, topic);
                filters.add(plain(filter));
            });
        }
        checkPatients(filters);
        return List.copyOf(filters);
    }

    /** One way of writing for what can be written in several. */
    private static Filter plain(Filter filter) {
        boolean ofPatient =
                FilterCompiler.fact(filter.resourceType(), filter.parameter()).equals("patient");
        if (!ofPatient || !filter.modifier().isEmpty()) {
            return filter;
        }
        return new Filter(
                filter.resourceType().equals("Patient") ? "Encounter" : filter.resourceType(),
                "patient",
                "",
                filter.values().stream()
                        .map(value -> value.matches("[A-Za-z0-9.-]{1,64}") ? "Patient/" + value : value)
                        .toList());
    }

    private void checkPatients(List<Filter> filters) {
        List<Set<String>> named = filters.stream()
                .filter(filter -> filter.modifier().isEmpty())
                .filter(filter -> FilterCompiler.fact(filter.resourceType(), filter.parameter())
                        .equals("patient"))
                .map(filter -> filter.values().stream()
                        .map(value -> value.substring(value.lastIndexOf('/') + 1))
                        .collect(Collectors.toSet()))
                .toList();
        if (named.stream().anyMatch(one -> Collections.disjoint(one, named.get(0)))) {
            problems.refuse(PATH, "Several filters must all hold; two patients never do.");
        }
    }

    private void check(Filter filter, Topic topic) {
        String fact = FilterCompiler.fact(filter.resourceType(), filter.parameter());
        boolean typeFits = filter.resourceType().isEmpty()
                || filter.resourceType().equals("Patient")
                || topic.resourceTypes().contains(filter.resourceType())
                || topic.filters().stream().anyMatch(name -> name.startsWith(filter.resourceType() + "?"));
        boolean known = topic.filters().stream().map(CriteriaReader::fact).anyMatch(name -> covers(name, fact));
        if (!typeFits || !known) {
            String name = filter.resourceType().isEmpty()
                    ? filter.parameter()
                    : filter.resourceType() + "?" + filter.parameter();
            problems.refuse(PATH, "This topic cannot be filtered by " + name + ". " + allowed(topic));
        } else {
            checkLimits(filter, topic, fact);
        }
    }

    private void checkLimits(Filter filter, Topic topic, String fact) {
        Set<String> used = FilterAbilities.comparators(filter.resourceType(), filter.parameter(), filter.values());
        List<FilterLimit> limits = topic.limits().entrySet().stream()
                .filter(each -> fact(each.getKey()).equals(fact))
                .map(Map.Entry::getValue)
                .toList();
        if (!limits.isEmpty() && limits.stream().noneMatch(limit -> limit.allows(filter.modifier(), used))) {
            problems.refuse(
                    PATH,
                    "This topic can be filtered by " + filter.parameter() + " only"
                            + limits.get(0).text() + ".");
        }
    }

    private static String fact(String filter) {
        int mark = filter.indexOf('?');
        return mark < 0
                ? FilterCompiler.fact("", filter)
                : FilterCompiler.fact(filter.substring(0, mark), filter.substring(mark + 1));
    }

    private static boolean covers(String allowed, String fact) {
        return allowed.equals(fact)
                || (allowed.equals("patient") && BY_PATIENT.contains(fact))
                || (allowed.equals("patient.birthdate") && fact.equals("patient.age"));
    }

    private static String allowed(Topic topic) {
        return topic.filters().isEmpty()
                ? "This topic has no filters."
                : "Its filters are " + String.join(", ", new TreeSet<>(topic.filters()))
                        + "; where patient is one, patient:in=Group/<id> and roster=<name> are too.";
    }
}
