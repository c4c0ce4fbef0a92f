package dev.tributary.subscriptions.backport;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.topics.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * What goes along with an event: the patient, and whatever the
 * <a href="https://hl7.org/fhir/R4B/subscriptiontopic-definitions.html#SubscriptionTopic.notificationShape.include">notificationShape</a> of its topic includes, as
 * {@code Encounter:location} or {@code Encounter:participant:Practitioner}.
 */
final class Includes {

    private static final Set<String> OF_THE_PATIENT = Set.of("patient", "subject");
    private static final Pattern OWN = Pattern.compile("[A-Za-z]+/[A-Za-z0-9.-]{1,64}");
    private static final Pattern CONDITION = Pattern.compile("\\.where\\(.*?\\)\\)?");

    private final FhirContext fhir = FhirContext.forR4Cached();

    /** Relative references, without the focus itself; {@code reader} is asked for the focus only if the topic needs it. */
    List<String> of(NotifiedEvent event, Topic topic, Function<String, Optional<Resource>> reader) {
        Set<String> context = new LinkedHashSet<>();
        if (!event.patient().isEmpty()) {
            context.add(event.patient());
        }
        String type = event.focus().substring(0, event.focus().indexOf('/'));
        List<String[]> others = topic.includes().stream()
                .map(include -> include.split(":", -1))
                .filter(parts -> parts.length >= 2 && parts[0].equals(type) && !OF_THE_PATIENT.contains(parts[1]))
                .toList();
        if (!others.isEmpty()) {
            reader.apply(event.focus())
                    .ifPresent(focus -> others.stream()
                            .flatMap(parts -> referenced(focus, parts[1], parts.length > 2 ? parts[2] : ""))
                            .forEach(context::add));
        }
        context.remove(event.focus());
        return context.stream().filter(each -> OWN.matcher(each).matches()).toList();
    }

    private Stream<String> referenced(Resource focus, String parameter, String target) {
        RuntimeSearchParam search = fhir.getResourceDefinition(focus).getSearchParam(parameter);
        return search == null
                ? Stream.empty()
                : Stream.of(search.getPath().split("\\|"))
                        .map(path -> CONDITION.matcher(path.strip()).replaceAll(""))
                        .filter(path -> path.startsWith(focus.fhirType() + "."))
                        .flatMap(path -> fhir.newTerser().getValues(focus, path, Reference.class).stream())
                        .map(Reference::getReference)
                        .filter(reference -> reference != null && reference.startsWith(target));
    }
}
