package dev.tributary.subscriptions.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;

/**
 * The names by which R4 carries a SubscriptionTopic in a {@code Basic}: <a href="http://hl7.org/fhir/R4B/versions.html#extensions">extensions
 * for other versions</a>, of R4B or of R5. Some write one, some the other, some mix them.
 */
final class TopicForm {

    static final String FHIR_TYPES = "http://hl7.org/fhir/fhir-types";
    static final String CODE = "SubscriptionTopic";
    static final String R4B = "http://hl7.org/fhir/4.3/StructureDefinition/extension-SubscriptionTopic.";
    static final String R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.";

    /** The hub's own: how severe events of the topic are. */
    static final String SEVERITY = "https://tributary.dev/fhir/StructureDefinition/topic-severity";

    private TopicForm() {}

    static boolean isTopic(Basic basic) {
        return basic.getCode().getCoding().stream()
                .anyMatch(coding -> CODE.equals(coding.getCode())
                        && (!coding.hasSystem() || FHIR_TYPES.equals(coding.getSystem())));
    }

    static Coding coding() {
        return new Coding(FHIR_TYPES, CODE, "SubscriptionTopic");
    }

    /** The root elements of this name; of R4B only if R5's are not there, since a topic in both forms says everything twice. */
    static List<Extension> root(Basic basic, String name) {
        List<Extension> all = new ArrayList<>(basic.getExtension());
        all.addAll(basic.getModifierExtension());
        List<Extension> newer =
                all.stream().filter(each -> (R5 + name).equals(each.getUrl())).toList();
        return newer.isEmpty()
                ? all.stream()
                        .filter(each -> (R4B + name).equals(each.getUrl()))
                        .toList()
                : newer;
    }

    /** The children of this name: their URL is the name, or the path of the element that ends with it. */
    static List<Extension> children(Element parent, String name) {
        return parent.getExtension().stream()
                .filter(child -> name.equals(child.getUrl())
                        || (String.valueOf(child.getUrl()).contains("SubscriptionTopic.")
                                && child.getUrl().endsWith("." + name)))
                .toList();
    }

    /** Names of children that no topic has there; extensions of others are nobody's business. */
    static List<String> unknown(Element parent, Set<String> known) {
        return parent.getExtension().stream()
                .map(child -> String.valueOf(child.getUrl()))
                .filter(url -> !url.contains("/") || url.contains("SubscriptionTopic."))
                .map(url -> url.substring(url.lastIndexOf('.') + 1))
                .filter(name -> !known.contains(name) && !name.startsWith("_"))
                .distinct()
                .toList();
    }

    static Optional<String> text(Element parent, String name) {
        return children(parent, name).stream()
                .flatMap(each -> value(each).stream())
                .findFirst();
    }

    static List<String> texts(Element parent, String name) {
        return children(parent, name).stream()
                .flatMap(each -> value(each).stream())
                .toList();
    }

    static Optional<String> value(Extension extension) {
        if (extension.getValue() instanceof Coding coding) {
            return Optional.ofNullable(coding.getCode());
        }
        return extension.hasValue()
                ? Optional.ofNullable(extension.getValue().primitiveValue()).filter(text -> !text.isBlank())
                : Optional.empty();
    }
}
