package dev.tributary.conformance.scene;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;

/**
 * A Backport R4 notification Bundle, whose first entry is the subscription's status in a Parameters resource.
 *
 * @param raw the text it came in
 */
public record Notification(Bundle bundle, String raw) {

    /** One {@code notification-event}. */
    public record Event(long number, Optional<String> focus, ParametersParameterComponent part) {}

    public Parameters status() {
        Expect.that(!bundle.getEntry().isEmpty(), "a notification Bundle has no entry");
        if (bundle.getEntryFirstRep().getResource() instanceof Parameters parameters) {
            return parameters;
        }
        throw new Unmet("the first entry of a notification is not a Parameters resource");
    }

    /** {@code handshake}, {@code heartbeat}, {@code event-notification}, {@code query-status} or {@code query-event}. */
    public String type() {
        return value("type").map(Type::primitiveValue).orElse("");
    }

    public boolean isEvent() {
        return type().equals("event-notification");
    }

    public Optional<Type> value(String parameter) {
        return value(status(), parameter);
    }

    public static Optional<Type> value(Parameters parameters, String name) {
        return parameters.getParameter().stream()
                .filter(p -> name.equals(p.getName()))
                .findFirst()
                .map(ParametersParameterComponent::getValue);
    }

    public List<Event> events() {
        return status().getParameter().stream()
                .filter(p -> "notification-event".equals(p.getName()))
                .map(Notification::event)
                .toList();
    }

    private static Event event(ParametersParameterComponent part) {
        String number = part(part, "event-number")
                .map(Type::primitiveValue)
                .orElseThrow(() -> new Unmet("a notification-event has no event-number"));
        Optional<String> focus = part(part, "focus")
                .map(Reference.class::cast)
                .map(Reference::getReference)
                .map(Fhir::idIn);
        return new Event(Long.parseLong(number), focus, part);
    }

    public static Optional<Type> part(ParametersParameterComponent event, String name) {
        return parts(event, name).findFirst().map(ParametersParameterComponent::getValue);
    }

    private static Stream<ParametersParameterComponent> parts(ParametersParameterComponent event, String name) {
        return event.getPart().stream().filter(p -> name.equals(p.getName()));
    }
}
