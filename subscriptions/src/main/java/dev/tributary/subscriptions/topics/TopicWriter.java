package dev.tributary.subscriptions.topics;

import dev.tributary.subscriptions.topics.TopicDefinition.FilterBy;
import dev.tributary.subscriptions.topics.TopicDefinition.Interaction;
import dev.tributary.subscriptions.topics.TopicDefinition.QueryCriteria;
import dev.tributary.subscriptions.topics.TopicDefinition.Shape;
import dev.tributary.subscriptions.topics.TopicDefinition.Trigger;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.MarkdownType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** Writes a topic as {@code Basic}, in both forms of {@link TopicForm} at once: whoever knows one finds all of it. */
public final class TopicWriter {

    private TopicWriter() {}

    /** Replaces whatever of a topic {@code basic} carries; everything else of it stays. */
    public static void write(TopicDefinition topic, Basic basic) {
        basic.getExtension().removeIf(each -> isOfTopic(each.getUrl()));
        basic.getModifierExtension().removeIf(each -> isOfTopic(each.getUrl()));
        if (!TopicForm.isTopic(basic)) {
            basic.getCode().addCoding(TopicForm.coding());
        }
        for (String form : new String[] {TopicForm.R4B, TopicForm.R5}) {
            basic.addModifierExtension(new Extension(form + "status", new CodeType(topic.status())));
            add(basic, form + "url", new UriType(topic.canonical()));
            add(basic, form + "version", text(topic.version()));
            add(basic, form + "title", text(topic.title()));
            add(basic, form + "description", markdown(topic.description()));
            topic.triggers().forEach(each -> basic.addExtension(trigger(form, each)));
            topic.canFilterBy().forEach(each -> basic.addExtension(filterBy(form, each)));
            topic.shapes().forEach(each -> basic.addExtension(shape(form, each)));
        }
    }

    private static boolean isOfTopic(@Nullable String url) {
        return url != null && (url.startsWith(TopicForm.R4B) || url.startsWith(TopicForm.R5));
    }

    private static void add(Basic basic, String url, @Nullable Type value) {
        if (value != null) {
            basic.addExtension(new Extension(url, value));
        }
    }

    private static Extension trigger(String form, Trigger trigger) {
        Extension extension = new Extension(form + "resourceTrigger");
        put(extension, "description", markdown(trigger.description()));
        put(extension, "resource", resource(trigger.resource()));
        trigger.interactions().stream()
                .sorted()
                .map(Interaction::code)
                .forEach(code -> put(extension, "supportedInteraction", new CodeType(code)));
        if (trigger.query() != null) {
            extension.addExtension(query(trigger.query()));
        }
        put(extension, "fhirPathCriteria", text(trigger.fhirPath()));
        return extension;
    }

    private static Extension query(QueryCriteria query) {
        Extension extension = new Extension("queryCriteria");
        put(extension, "previous", text(query.previous()));
        put(extension, "resultForCreate", result(query.passesOnCreate()));
        put(extension, "current", text(query.current()));
        put(extension, "resultForDelete", result(query.passesOnDelete()));
        put(extension, "requireBoth", new BooleanType(query.requireBoth()));
        return extension;
    }

    private static Extension filterBy(String form, FilterBy filter) {
        Extension extension = new Extension(form + "canFilterBy");
        put(extension, "description", markdown(filter.description()));
        put(extension, "resource", filter.resource().isEmpty() ? null : resource(filter.resource()));
        put(extension, "filterParameter", new StringType(filter.parameter()));
        filter.modifiers().forEach(each -> put(extension, "modifier", new CodeType(each)));
        String comparator = form.equals(TopicForm.R4B) ? "modifier" : "comparator";
        filter.comparators().forEach(each -> put(extension, comparator, new CodeType(each)));
        return extension;
    }

    private static Extension shape(String form, Shape shape) {
        Extension extension = new Extension(form + "notificationShape");
        put(extension, "resource", shape.resource().isEmpty() ? null : resource(shape.resource()));
        shape.includes().forEach(each -> put(extension, "include", new StringType(each)));
        shape.revIncludes().forEach(each -> put(extension, "revInclude", new StringType(each)));
        return extension;
    }

    private static UriType resource(String type) {
        return new UriType("http://hl7.org/fhir/StructureDefinition/" + type);
    }

    private static @Nullable CodeType result(@Nullable Boolean passes) {
        return passes == null ? null : new CodeType(passes ? "test-passes" : "test-fails");
    }

    private static @Nullable StringType text(@Nullable String text) {
        return text == null ? null : new StringType(text);
    }

    private static @Nullable MarkdownType markdown(@Nullable String text) {
        return text == null ? null : new MarkdownType(text);
    }

    private static void put(Extension extension, String name, @Nullable Type value) {
        if (value != null) {
            extension.addExtension(new Extension(name, value));
        }
    }
}
