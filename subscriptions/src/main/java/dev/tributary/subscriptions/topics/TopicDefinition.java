package dev.tributary.subscriptions.topics;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A topic as its author writes it, after <a href="http://hl7.org/fhir/R4B/subscriptiontopic.html">SubscriptionTopic</a>.
 *
 * @param canonical the URL, without version
 * @param status draft, active, retired or unknown
 * @param triggers any of them makes an event
 * @param severity of its events, a code of {@link dev.tributary.subscriptions.quieting.Severity}; null if it does not say
 */
public record TopicDefinition(
        String canonical,
        @Nullable String version,
        String title,
        @Nullable String description,
        String status,
        List<Trigger> triggers,
        List<FilterBy> canFilterBy,
        List<Shape> shapes,
        @Nullable String severity) {

    public TopicDefinition {
        triggers = List.copyOf(triggers);
        canFilterBy = List.copyOf(canFilterBy);
        shapes = List.copyOf(shapes);
    }

    /** A topic that does not say how severe its events are. */
    public TopicDefinition(
            String canonical,
            @Nullable String version,
            String title,
            @Nullable String description,
            String status,
            List<Trigger> triggers,
            List<FilterBy> canFilterBy,
            List<Shape> shapes) {
        this(canonical, version, title, description, status, triggers, canFilterBy, shapes, null);
    }

    /** What happens to a resource. */
    public enum Interaction {
        CREATE,
        UPDATE,
        DELETE;

        /** As FHIR writes it. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Which changes make an event.
     *
     * @param resource the type, for instance {@code Encounter}
     * @param interactions empty means all
     * @param query null if any such change will do
     * @param fhirPath null if there is no such condition; if there are both, both must hold
     */
    public record Trigger(
            @Nullable String description,
            String resource,
            Set<Interaction> interactions,
            @Nullable QueryCriteria query,
            @Nullable String fhirPath) {

        public Trigger {
            interactions = Set.copyOf(interactions);
        }

        boolean isAbout(Interaction interaction) {
            return interactions.isEmpty() || interactions.contains(interaction);
        }
    }

    /**
     * Searches that the states before and after must match.
     *
     * @param previous what the state before must match; null if it does not matter
     * @param passesOnCreate whether {@code previous} counts as matched when there was nothing before; null if not said
     * @param current what the state after must match; null if it does not matter
     * @param passesOnDelete whether {@code current} counts as matched when there is nothing afterwards; null if not said
     * @param requireBoth whether both must match; otherwise one is enough
     */
    public record QueryCriteria(
            @Nullable String previous,
            @Nullable Boolean passesOnCreate,
            @Nullable String current,
            @Nullable Boolean passesOnDelete,
            boolean requireBoth) {}

    /**
     * What subscriptions may filter by.
     *
     * @param resource the type; empty means the type of the focus
     * @param modifiers those that may be used; empty means whatever the parameter has
     * @param comparators prefixes that may be used, {@code eq} for none; empty means whatever the parameter has
     */
    public record FilterBy(
            @Nullable String description,
            String resource,
            String parameter,
            List<String> modifiers,
            List<String> comparators) {

        public FilterBy {
            modifiers = List.copyOf(modifiers);
            comparators = List.copyOf(comparators);
        }

        /** One whose values may be compared in any way. */
        public FilterBy(@Nullable String description, String resource, String parameter, List<String> modifiers) {
            this(description, resource, parameter, modifiers, List.of());
        }

        FilterLimit limit() {
            return new FilterLimit(Set.copyOf(comparators), Set.copyOf(modifiers));
        }
    }

    /** What goes along with a focus of this type. */
    public record Shape(String resource, List<String> includes, List<String> revIncludes) {

        public Shape {
            includes = List.copyOf(includes);
            revIncludes = List.copyOf(revIncludes);
        }
    }

    /** The types whose changes it watches. */
    public Set<String> resourceTypes() {
        Set<String> types = new LinkedHashSet<>();
        triggers.forEach(trigger -> types.add(trigger.resource()));
        return types;
    }

    /** What subscribers see of it. */
    public Topic toTopic(String kind) {
        Map<String, FilterLimit> filters = new LinkedHashMap<>();
        for (FilterBy by : canFilterBy) {
            Set<String> types = by.resource().isEmpty() ? resourceTypes() : Set.of(by.resource());
            types.forEach(type -> filters.put(type + "?" + by.parameter(), by.limit()));
        }
        Along along = new Along(
                shapes.stream().flatMap(shape -> shape.includes().stream()).toList(),
                shapes.stream().flatMap(shape -> shape.revIncludes().stream()).toList());
        return new Topic(canonical, kind, title, resourceTypes(), filters, along);
    }
}
