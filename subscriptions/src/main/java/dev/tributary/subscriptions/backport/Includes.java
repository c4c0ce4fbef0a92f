package dev.tributary.subscriptions.backport;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import dev.tributary.subscriptions.criteria.Parameter;
import dev.tributary.subscriptions.criteria.Refused;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.topics.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What goes along with an event: the patient, and whatever the
 * <a href="https://hl7.org/fhir/R4B/subscriptiontopic-definitions.html#SubscriptionTopic.notificationShape.include">notificationShape</a> of its topic says:
 * {@code include} as {@code Encounter:location} or {@code Encounter:participant:Practitioner}, {@code revInclude} as {@code Observation:encounter}. What FHIR R4
 * has no such parameter for is left out.
 */
final class Includes {

    private static final Set<String> OF_THE_PATIENT = Set.of("patient", "subject");
    private static final Pattern OWN = Pattern.compile("[A-Za-z]+/[A-Za-z0-9.-]{1,64}");
    /** The type of what refers or is referred to, the parameter, and perhaps a target; anything behind it is not followed. */
    private static final Pattern DIRECTIVE =
            Pattern.compile("([A-Z][A-Za-z]+):([A-Za-z0-9_-]+)(?::([A-Z][A-Za-z]+))?(?:&.*)?");

    private static final int MOST_REFERRERS = 50;

    private final FhirContext fhir = FhirContext.forR4Cached();
    private final Referrers referrers;

    Includes(Referrers referrers) {
        this.referrers = referrers;
    }

    private record Directive(String type, String parameter, String target) {

        static Stream<Directive> of(String text) {
            var parts = DIRECTIVE.matcher(text.strip());
            return parts.matches()
                    ? Stream.of(new Directive(
                            String.valueOf(parts.group(1)),
                            String.valueOf(parts.group(2)),
                            parts.group(3) == null ? "" : parts.group(3)))
                    : Stream.empty();
        }
    }

    /**
     * Relative references, without the focus itself.
     *
     * @param reader is asked for the focus only if the topic needs it
     * @param owner the client that the subscription belongs to
     */
    List<String> of(NotifiedEvent event, Topic topic, Function<String, Optional<Resource>> reader, String owner) {
        Set<String> context = new LinkedHashSet<>();
        if (!event.patient().isEmpty()) {
            context.add(event.patient());
        }
        String type = event.focus().substring(0, event.focus().indexOf('/'));
        List<Directive> others = topic.along().includes().stream()
                .flatMap(Directive::of)
                .filter(each -> each.type().equals(type) && !OF_THE_PATIENT.contains(each.parameter()))
                .toList();
        if (!others.isEmpty()) {
            reader.apply(event.focus())
                    .ifPresent(focus -> others.stream()
                            .flatMap(each -> referenced(focus, each))
                            .forEach(context::add));
        }
        topic.along().revIncludes().stream()
                .flatMap(Directive::of)
                .filter(each -> refersTo(type, each))
                .flatMap(each ->
                        referrers.find(each.type(), each.parameter(), event.focus(), MOST_REFERRERS, owner).stream())
                .limit(MOST_REFERRERS)
                .forEach(context::add);
        context.remove(event.focus());
        return context.stream().filter(each -> OWN.matcher(each).matches()).toList();
    }

    private Stream<String> referenced(Resource focus, Directive directive) {
        if (!isReference(parameter(directive))) {
            return Stream.empty();
        }
        try {
            return Parameter.of(directive.type(), directive.parameter()).facts(focus).stream()
                    .filter(reference -> reference.startsWith(directive.target()));
        } catch (Refused e) {
            return Stream.empty();
        }
    }

    private boolean refersTo(String focusType, Directive directive) {
        RuntimeSearchParam search = parameter(directive);
        return search != null
                && isReference(search)
                && (search.getTargets().isEmpty() || search.getTargets().contains(focusType));
    }

    private @Nullable RuntimeSearchParam parameter(Directive directive) {
        return fhir.getResourceTypes().contains(directive.type())
                ? fhir.getResourceDefinition(directive.type()).getSearchParam(directive.parameter())
                : null;
    }

    private static boolean isReference(@Nullable RuntimeSearchParam search) {
        return search != null && search.getParamType() == RestSearchParameterTypeEnum.REFERENCE;
    }
}
