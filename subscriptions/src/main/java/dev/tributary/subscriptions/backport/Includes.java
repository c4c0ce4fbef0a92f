package dev.tributary.subscriptions.backport;

import dev.tributary.subscriptions.criteria.Parameter;
import dev.tributary.subscriptions.criteria.Refused;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.topics.Directive;
import dev.tributary.subscriptions.topics.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What goes along with an event: the patient, and whatever the {@link Directive}s of its topic lead to. */
final class Includes {

    private static final Set<String> OF_THE_PATIENT = Set.of("patient", "subject");
    private static final Pattern OWN = Pattern.compile("[A-Za-z]+/[A-Za-z0-9.-]{1,64}");
    private static final int MOST_REFERRERS = 50;
    /** Links may go round in circles or on for ever. */
    private static final int MOST_ONWARDS = 50;

    private final Referrers referrers;

    Includes(Referrers referrers) {
        this.referrers = referrers;
    }

    /**
     * Relative references, without the focus itself.
     *
     * @param reader is asked for the focus, and for what is followed from there, only if the topic needs it
     * @param owner the client that the subscription belongs to
     */
    List<String> of(NotifiedEvent event, Topic topic, Function<String, Optional<Resource>> reader, String owner) {
        Set<String> context = new LinkedHashSet<>();
        if (!event.patient().isEmpty()) {
            context.add(event.patient());
        }
        String type = type(event.focus());
        for (Directive directive : directives(topic)) {
            if (directive.startsAt(type)) {
                List<String> found = first(directive, event, reader, owner);
                context.addAll(found);
                follow(directive, found, context, reader, owner);
            }
        }
        context.remove(event.focus());
        return context.stream().filter(each -> OWN.matcher(each).matches()).toList();
    }

    /** What cannot be followed was refused when the topic was stored, or was stored before that was looked at. */
    private static List<Directive> directives(Topic topic) {
        return Stream.concat(
                        topic.along().includes().stream().flatMap(text -> read(text, Directive::include)),
                        topic.along().revIncludes().stream().flatMap(text -> read(text, Directive::revInclude)))
                .toList();
    }

    private interface Reading {
        Directive of(String text) throws Refused;
    }

    private static Stream<Directive> read(String text, Reading reading) {
        try {
            return Stream.of(reading.of(text));
        } catch (Refused e) {
            return Stream.empty();
        }
    }

    /** The event knows its patient, so the focus need not be read for that. */
    private List<String> first(
            Directive directive, NotifiedEvent event, Function<String, Optional<Resource>> reader, String owner) {
        boolean ofPatient = directive.way() == Directive.Way.PARAMETER && OF_THE_PATIENT.contains(directive.name());
        return ofPatient && !event.patient().isEmpty()
                ? List.of(event.patient())
                : step(directive, event.focus(), reader, owner);
    }

    private void follow(
            Directive directive,
            List<String> from,
            Set<String> context,
            Function<String, Optional<Resource>> reader,
            String owner) {
        Set<String> all = new LinkedHashSet<>(from);
        List<String> latest = from;
        while (!directive.onwards().isEmpty() && !latest.isEmpty() && all.size() < MOST_ONWARDS) {
            List<String> here = latest;
            latest = directive.onwards().stream()
                    .flatMap(onward -> here.stream()
                            .filter(each -> onward.startsAt(type(each)))
                            .flatMap(each -> step(onward, each, reader, owner).stream()))
                    .filter(all::add)
                    .limit(MOST_ONWARDS)
                    .toList();
            context.addAll(latest);
        }
    }

    private List<String> step(
            Directive directive, String reference, Function<String, Optional<Resource>> reader, String owner) {
        if (directive.way() == Directive.Way.BACK) {
            return referrers.find(directive.type(), directive.name(), reference, MOST_REFERRERS, owner);
        }
        return reader.apply(reference)
                .map(resource -> referenced(resource, directive))
                .orElse(Stream.empty())
                .filter(each -> directive.target().isEmpty() || each.startsWith(directive.target() + "/"))
                .toList();
    }

    private static Stream<String> referenced(Resource resource, Directive directive) {
        if (directive.way() == Directive.Way.ELEMENT) {
            Property element = resource.getNamedProperty(directive.name());
            return element == null
                    ? Stream.empty()
                    : element.getValues().stream()
                            .filter(Reference.class::isInstance)
                            .map(value -> ((Reference) value).getReference())
                            .filter(each -> each != null);
        }
        try {
            return Parameter.of(directive.type(), directive.name()).facts(resource).stream();
        } catch (Refused e) {
            return Stream.empty();
        }
    }

    private static String type(String reference) {
        int slash = reference.indexOf('/');
        return slash < 0 ? "" : reference.substring(0, slash);
    }
}
