package dev.tributary.subscriptions.topics;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.quieting.Severity;
import dev.tributary.subscriptions.topics.TopicDefinition.FilterBy;
import dev.tributary.subscriptions.topics.TopicDefinition.Interaction;
import dev.tributary.subscriptions.topics.TopicDefinition.QueryCriteria;
import dev.tributary.subscriptions.topics.TopicDefinition.Shape;
import dev.tributary.subscriptions.topics.TopicDefinition.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** Reads a SubscriptionTopic from the {@code Basic} that carries it in R4, in the forms of {@link TopicForm}. */
public final class TopicReader {

    private static final Pattern CANONICAL = Pattern.compile("(https?://|urn:)[^\\s|]{3,270}");
    private static final Set<String> COMPARATORS = Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");
    private static final Set<String> STATUSES = Set.of("draft", "active", "retired", "unknown");
    /** What the elements with children have, in R4B or R5; a misspelt condition that was passed over would let through what it should keep back. */
    private static final Map<String, Set<String>> CHILDREN = Map.of(
            "resourceTrigger",
            Set.of("description", "resource", "supportedInteraction", "queryCriteria", "fhirPathCriteria"),
            "queryCriteria",
            Set.of("previous", "resultForCreate", "current", "resultForDelete", "requireBoth"),
            "canFilterBy",
            Set.of("description", "resource", "filterParameter", "filterDefinition", "comparator", "modifier"),
            "notificationShape",
            Set.of("resource", "include", "revInclude"));
    /** What JSON may have beside any of them. */
    private static final Set<String> ANYWHERE = Set.of("id", "extension", "modifierExtension");

    private final List<TopicProblem> problems = new ArrayList<>();
    private final Basic basic;

    private TopicReader(Basic basic) {
        this.basic = basic;
    }

    /**
     * What was read, or every reason why it cannot be.
     *
     * @param definition null if there are problems
     */
    public record Reading(@Nullable TopicDefinition definition, List<TopicProblem> problems) {

        static Reading refused(List<TopicProblem> problems) {
            return new Reading(null, List.copyOf(problems));
        }
    }

    /** Whether it is meant as a SubscriptionTopic. */
    public static boolean isTopic(Basic basic) {
        return TopicForm.isTopic(basic);
    }

    /** Reads it; whether its criteria can be evaluated is for {@link CompiledTopic} to say. */
    public static Reading read(Basic basic) {
        return new TopicReader(basic).read();
    }

    private Reading read() {
        String canonical = canonical();
        String status = root("status").orElse("active");
        if (!STATUSES.contains(status)) {
            refuse("SubscriptionTopic.status", "status must be draft, active, retired or unknown.");
        }
        if (!TopicForm.root(basic, "eventTrigger").isEmpty()) {
            refuse(
                    "SubscriptionTopic.eventTrigger",
                    "eventTrigger cannot be evaluated here; say with resourceTrigger which changes make the event.");
        }
        List<Trigger> triggers = TopicForm.root(basic, "resourceTrigger").stream()
                .flatMap(each -> trigger(each).stream())
                .toList();
        if (triggers.isEmpty() && problems.isEmpty()) {
            refuse("SubscriptionTopic.resourceTrigger", "At least one resourceTrigger is required.");
        }
        List<FilterBy> filters = TopicForm.root(basic, "canFilterBy").stream()
                .flatMap(each -> filterBy(each).stream())
                .toList();
        List<Shape> shapes = TopicForm.root(basic, "notificationShape").stream()
                .map(this::shape)
                .toList();
        String severity = severity();
        if (!problems.isEmpty()) {
            return Reading.refused(problems);
        }
        String title = root("title").or(() -> root("name")).orElse(canonical);
        return new Reading(
                new TopicDefinition(
                        canonical,
                        root("version").orElse(null),
                        title,
                        root("description").orElse(null),
                        status,
                        triggers,
                        filters,
                        shapes,
                        severity),
                List.of());
    }

    private String canonical() {
        String canonical = root("url").orElse("");
        if (!CANONICAL.matcher(canonical).matches()) {
            refuse(
                    "SubscriptionTopic.url",
                    "An extension " + TopicForm.R5
                            + "url is required: an absolute URL of at most 280 characters, without version.");
        } else if (canonical.startsWith(EventKind.TOPIC_BASE)) {
            refuse("SubscriptionTopic.url", "URLs that begin with " + EventKind.TOPIC_BASE + " are the hub's own.");
        }
        return canonical;
    }

    private @Nullable String severity() {
        return basic.getExtension().stream()
                .filter(each -> TopicForm.SEVERITY.equals(each.getUrl()))
                .findFirst()
                .map(each -> TopicForm.value(each).orElse(""))
                .map(code -> {
                    if (Severity.ofCode(code).isEmpty()) {
                        refuse(TopicForm.SEVERITY, "The severity must be routine, important or urgent.");
                    }
                    return code;
                })
                .orElse(null);
    }

    private Optional<String> root(String name) {
        return TopicForm.root(basic, name).stream()
                .flatMap(each -> TopicForm.value(each).stream())
                .findFirst();
    }

    private void checkChildren(Extension extension, String element) {
        Set<String> known = CHILDREN.getOrDefault(element, Set.of());
        TopicForm.unknown(extension, known).stream()
                .filter(name -> !ANYWHERE.contains(name))
                .forEach(name -> refuse(
                        "SubscriptionTopic." + element,
                        element + " has no " + name + "; it has " + String.join(", ", new TreeSet<>(known)) + "."));
    }

    private Optional<Trigger> trigger(Extension extension) {
        checkChildren(extension, "resourceTrigger");
        String type = type(extension, "SubscriptionTopic.resourceTrigger.resource", false);
        Set<Interaction> interactions = new LinkedHashSet<>();
        for (String code : TopicForm.texts(extension, "supportedInteraction")) {
            Optional<Interaction> interaction = Arrays.stream(Interaction.values())
                    .filter(each -> each.code().equals(code))
                    .findFirst();
            interaction.ifPresentOrElse(
                    interactions::add,
                    () -> refuse(
                            "SubscriptionTopic.resourceTrigger.supportedInteraction",
                            "An interaction is create, update or delete."));
        }
        List<Extension> queries = TopicForm.children(extension, "queryCriteria");
        if (queries.size() > 1) {
            refuse(
                    "SubscriptionTopic.resourceTrigger.queryCriteria",
                    "One queryCriteria for each resourceTrigger; write another trigger for another.");
        }
        Optional<QueryCriteria> query = queries.stream().findFirst().map(this::query);
        List<String> paths = TopicForm.texts(extension, "fhirPathCriteria");
        if (paths.size() > 1) {
            refuse(
                    "SubscriptionTopic.resourceTrigger.fhirPathCriteria",
                    "One fhirPathCriteria for each resourceTrigger; join several with 'and'.");
        }
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trigger(
                        TopicForm.text(extension, "description").orElse(null),
                        type,
                        interactions,
                        query.orElse(null),
                        paths.isEmpty() ? null : paths.get(0)));
    }

    private QueryCriteria query(Extension extension) {
        checkChildren(extension, "queryCriteria");
        String previous = TopicForm.text(extension, "previous").orElse(null);
        String current = TopicForm.text(extension, "current").orElse(null);
        if (previous == null && current == null) {
            refuse(
                    "SubscriptionTopic.resourceTrigger.queryCriteria",
                    "queryCriteria needs previous, current, or both.");
        }
        return new QueryCriteria(
                previous,
                result(extension, "resultForCreate"),
                current,
                result(extension, "resultForDelete"),
                TopicForm.text(extension, "requireBoth").map("true"::equals).orElse(false));
    }

    private @Nullable Boolean result(Extension extension, String name) {
        String code = TopicForm.text(extension, name).orElse("");
        return switch (code) {
            case "test-passes" -> true;
            case "test-fails" -> false;
            case "" -> null;
            default -> {
                refuse(
                        "SubscriptionTopic.resourceTrigger.queryCriteria." + name,
                        name + " is test-passes or test-fails.");
                yield null;
            }
        };
    }

    private Optional<FilterBy> filterBy(Extension extension) {
        checkChildren(extension, "canFilterBy");
        String type = type(extension, "SubscriptionTopic.canFilterBy.resource", true);
        Optional<String> parameter = TopicForm.text(extension, "filterParameter");
        if (parameter.isEmpty()) {
            refuse("SubscriptionTopic.canFilterBy.filterParameter", "canFilterBy needs a filterParameter.");
        }
        List<String> comparators = new ArrayList<>(TopicForm.texts(extension, "comparator"));
        List<String> modifiers = new ArrayList<>();
        for (String code : TopicForm.texts(extension, "modifier")) {
            // R4B has one list for both, in which = says that no prefix is needed.
            String comparator = code.equals("=") ? "eq" : code;
            if (!COMPARATORS.contains(comparator)) {
                modifiers.add(code);
            } else if (!comparators.contains(comparator)) {
                comparators.add(comparator);
            }
        }
        return parameter.map(name -> new FilterBy(
                TopicForm.text(extension, "description").orElse(null), type, name, modifiers, comparators));
    }

    private Shape shape(Extension extension) {
        checkChildren(extension, "notificationShape");
        return new Shape(
                type(extension, "SubscriptionTopic.notificationShape.resource", true),
                TopicForm.texts(extension, "include"),
                TopicForm.texts(extension, "revInclude"));
    }

    /** {@code Encounter}, also when it is written as the URL of its definition. */
    private String type(Extension extension, String path, boolean optional) {
        String type = lastSegment(TopicForm.text(extension, "resource").orElse(""));
        if (type.isEmpty() && optional) {
            return "";
        }
        if (!FhirContext.forR4Cached().getResourceTypes().contains(type)) {
            refuse(path, "resource must be a type of resource of FHIR R4, for instance Encounter.");
            return "";
        }
        return type;
    }

    private static String lastSegment(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    private void refuse(String path, String text) {
        problems.add(new TopicProblem(path, text));
    }
}
