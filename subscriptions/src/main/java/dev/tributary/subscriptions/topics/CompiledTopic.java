package dev.tributary.subscriptions.topics;

import dev.tributary.subscriptions.criteria.Parameter;
import dev.tributary.subscriptions.criteria.PathCriterion;
import dev.tributary.subscriptions.criteria.PathElements;
import dev.tributary.subscriptions.criteria.Refused;
import dev.tributary.subscriptions.criteria.SearchCriterion;
import dev.tributary.subscriptions.events.RecordChange;
import dev.tributary.subscriptions.filters.FilterAbilities;
import dev.tributary.subscriptions.quieting.Severity;
import dev.tributary.subscriptions.topics.TopicDefinition.FilterBy;
import dev.tributary.subscriptions.topics.TopicDefinition.Interaction;
import dev.tributary.subscriptions.topics.TopicDefinition.QueryCriteria;
import dev.tributary.subscriptions.topics.TopicDefinition.Trigger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** A client's topic, ready to be asked about changes. */
public final class CompiledTopic implements Watcher {

    /** What an event knows of its patient whatever the topic; see the filters of shipped topics. */
    private static final Set<String> OF_PATIENT =
            Set.of("_id", "birthdate", "gender", "general-practitioner", "organization", "age", "roster", "_in");
    /** Who the subscriber's patients are is known of every event. */
    private static final Set<String> ROSTERS = Set.of("_in", "roster");

    private final Topic topic;
    private final List<CompiledTrigger> triggers;
    private final Map<String, List<Parameter>> facts;

    private final @Nullable String severity;

    private CompiledTopic(
            Topic topic,
            List<CompiledTrigger> triggers,
            Map<String, List<Parameter>> facts,
            @Nullable String severity) {
        this.topic = topic;
        this.severity = severity;
        this.triggers = triggers;
        this.facts = facts;
    }

    /** @param topic null if there are problems */
    public record Compilation(@Nullable CompiledTopic topic, List<TopicProblem> problems) {}

    private record CompiledTrigger(
            Trigger trigger,
            @Nullable SearchCriterion previous,
            @Nullable SearchCriterion current,
            @Nullable PathCriterion path) {}

    /** Makes it ready, or says everything in it that cannot be evaluated. */
    public static Compilation compile(TopicDefinition definition) {
        List<TopicProblem> problems = new ArrayList<>();
        List<CompiledTrigger> triggers = new ArrayList<>();
        for (Trigger trigger : definition.triggers()) {
            try {
                triggers.add(compile(trigger));
            } catch (Refused e) {
                problems.add(new TopicProblem("SubscriptionTopic.resourceTrigger", String.valueOf(e.getMessage())));
            }
        }
        Map<String, List<Parameter>> facts = new LinkedHashMap<>();
        for (FilterBy filter : definition.canFilterBy()) {
            try {
                addFacts(facts, definition, filter);
            } catch (Refused e) {
                problems.add(new TopicProblem("SubscriptionTopic.canFilterBy", String.valueOf(e.getMessage())));
            }
        }
        return problems.isEmpty()
                ? new Compilation(
                        new CompiledTopic(
                                definition.toTopic(definition.canonical()), triggers, facts, definition.severity()),
                        List.of())
                : new Compilation(null, problems);
    }

    /**
     * Everything for which a new or changed topic is refused: what cannot be evaluated, and paths that could be and are never true, since they
     * name what does not exist. Of topics that are stored already such a path does not count against the rest.
     */
    public static List<TopicProblem> problems(TopicDefinition definition) {
        List<TopicProblem> problems = new ArrayList<>(compile(definition).problems());
        for (Trigger trigger : problems.isEmpty() ? definition.triggers() : List.<Trigger>of()) {
            try {
                if (trigger.fhirPath() != null) {
                    PathElements.check(trigger.resource(), trigger.fhirPath());
                }
            } catch (Refused e) {
                problems.add(new TopicProblem(
                        "SubscriptionTopic.resourceTrigger.fhirPathCriteria", String.valueOf(e.getMessage())));
            }
        }
        return problems;
    }

    private static CompiledTrigger compile(Trigger trigger) throws Refused {
        QueryCriteria query = trigger.query();
        String type = trigger.resource();
        return new CompiledTrigger(
                trigger,
                query == null || query.previous() == null ? null : SearchCriterion.of(type, query.previous()),
                query == null || query.current() == null ? null : SearchCriterion.of(type, query.current()),
                trigger.fhirPath() == null ? null : PathCriterion.of(type, trigger.fhirPath()));
    }

    private static void addFacts(Map<String, List<Parameter>> facts, TopicDefinition definition, FilterBy filter)
            throws Refused {
        Set<String> types = filter.resource().isEmpty() ? definition.resourceTypes() : Set.of(filter.resource());
        for (String type : types) {
            Optional<String> refusal =
                    FilterAbilities.refusal(type, filter.parameter(), filter.comparators(), filter.modifiers());
            if (refusal.isPresent()) {
                throw new Refused(refusal.get());
            }
            if (ROSTERS.contains(filter.parameter())
                    || (type.equals("Patient") && OF_PATIENT.contains(filter.parameter()))) {
                continue;
            }
            if (!definition.resourceTypes().contains(type)) {
                throw new Refused(
                        "canFilterBy names " + type + ", which is none of the topic's own types; of the Patient "
                                + "there are _id, birthdate, gender, general-practitioner and organization.");
            }
            facts.computeIfAbsent(type, unused -> new ArrayList<>()).add(Parameter.of(type, filter.parameter()));
        }
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public boolean isTriggeredBy(RecordChange change) {
        return triggers.stream().anyMatch(trigger -> isTriggeredBy(trigger, change));
    }

    private static boolean isTriggeredBy(CompiledTrigger trigger, RecordChange change) {
        if (!change.latest().fhirType().equals(trigger.trigger().resource())
                || !trigger.trigger().isAbout(interaction(change))) {
            return false;
        }
        return matches(trigger, change)
                && (trigger.path() == null || trigger.path().holds(change.before(), change.after()));
    }

    private static Interaction interaction(RecordChange change) {
        if (change.before() == null) {
            return Interaction.CREATE;
        }
        return change.after() == null ? Interaction.DELETE : Interaction.UPDATE;
    }

    private static boolean matches(CompiledTrigger trigger, RecordChange change) {
        QueryCriteria query = trigger.trigger().query();
        if (query == null) {
            return true;
        }
        if (trigger.previous() == null || trigger.current() == null) {
            return trigger.previous() == null
                    ? passes(trigger.current(), change.after(), query.passesOnDelete())
                    : passes(trigger.previous(), change.before(), query.passesOnCreate());
        }
        boolean previous = passes(trigger.previous(), change.before(), query.passesOnCreate());
        if (previous != query.requireBoth()) {
            return previous;
        }
        return passes(trigger.current(), change.after(), query.passesOnDelete());
    }

    /** A state that is not there passes as the author said; if that was not said, as a resource without any elements would. */
    private static boolean passes(
            @Nullable SearchCriterion criterion, @Nullable Resource state, @Nullable Boolean ifAbsent) {
        if (state == null && ifAbsent != null) {
            return ifAbsent;
        }
        return criterion != null && criterion.matches(state);
    }

    @Override
    public Map<String, List<String>> factsOf(Resource focus) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Parameter parameter : facts.getOrDefault(focus.fhirType(), List.of())) {
            found.put(parameter.name(), parameter.facts(focus));
        }
        if (severity != null) {
            found.put(Severity.FACT, List.of(severity));
        }
        return found;
    }
}
