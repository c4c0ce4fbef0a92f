package dev.tributary.subscriptions.backport;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** SubscriptionStatus as Parameters: <a href="http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4">backport-subscription-status-r4</a>. */
final class StatusParameters {

    static final String PROFILE =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4";
    private static final String COUNT = "events-since-subscription-start";

    private final String base;

    StatusParameters(String base) {
        this.base = base;
    }

    /** Everything but events; an empty payload does not even name the topic, which tells what kind of care it is about. */
    Parameters of(StoredSubscription subscription, SubscriptionStatus status, String type) {
        Parameters parameters = new Parameters();
        parameters.getMeta().addProfile(PROFILE);
        parameters
                .addParameter()
                .setName("subscription")
                .setValue(new Reference(base + "/Subscription/" + subscription.id()));
        if (subscription.definition().content() != PayloadContent.EMPTY) {
            String topic = subscription.definition().topic().canonical();
            parameters.addParameter().setName("topic").setValue(new CanonicalType(topic));
        }
        parameters.addParameter().setName("status").setValue(new CodeType(status.code()));
        parameters.addParameter().setName("type").setValue(new CodeType(type));
        parameters
                .addParameter()
                .setName(COUNT)
                .setValue(new StringType(Long.toString(subscription.eventsSinceStart())));
        String error = subscription.error();
        if (error != null) {
            parameters.addParameter().setName("error").setValue(new CodeableConcept().setText(error));
        }
        return parameters;
    }

    /** The count as of this notification: the same on every attempt, and rising from one notification to the next. */
    void countUpTo(Parameters status, long number) {
        status.getParameter().stream()
                .filter(parameter -> parameter.getName().equals(COUNT))
                .forEach(parameter -> parameter.setValue(new StringType(Long.toString(number))));
    }

    void addEvent(Parameters status, NotifiedEvent event, List<String> context, PayloadContent content) {
        ParametersParameterComponent part = status.addParameter().setName("notification-event");
        part.addPart().setName("event-number").setValue(new StringType(Long.toString(event.number())));
        InstantType recorded = new InstantType(Date.from(event.recorded()));
        recorded.setTimeZone(TimeZone.getTimeZone("UTC"));
        part.addPart().setName("timestamp").setValue(recorded);
        if (content != PayloadContent.EMPTY) {
            part.addPart().setName("focus").setValue(new Reference(base + "/" + event.focus()));
            context.forEach(reference ->
                    part.addPart().setName("additional-context").setValue(new Reference(base + "/" + reference)));
        }
    }

    /** Names something more that goes with an event, by its URL; {@code index} among the events, from 0. */
    void addContext(Parameters status, int index, String url) {
        status.getParameter().stream()
                .filter(parameter -> parameter.getName().equals("notification-event"))
                .skip(index)
                .findFirst()
                .ifPresent(
                        event -> event.addPart().setName("additional-context").setValue(new Reference(url)));
    }
}
