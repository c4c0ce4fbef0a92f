package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import dev.tributary.subscriptions.topics.Topics;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Extension;

/**
 * Says in {@code metadata} what the hub really does: records are written by sources, as a whole, and never patched; subscriptions after
 * the <a href="http://hl7.org/fhir/uv/subscriptions-backport/">Backport</a> (SB-01); messages after Da Vinci (AL-10).
 */
@Interceptor
public final class Capabilities implements RequestRule {

    private static final String BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/";
    private static final String ALERTS = "http://hl7.org/fhir/us/davinci-alerts/CapabilityStatement/";
    private static final String PROCESS_MESSAGE =
            "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message";
    private static final String TOPIC =
            BACKPORT + "StructureDefinition/capabilitystatement-subscriptiontopic-canonical";

    private static final Set<String> PATIENT = Set.of(
            "everything",
            "ihe-pix",
            "match",
            "idi-match",
            "origins",
            "merge",
            "split",
            "link",
            "never-link",
            "unlink",
            "undo",
            "link-history");

    private final Topics topics;

    Capabilities(Topics topics) {
        this.topics = topics;
    }

    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    public void describe(IBaseConformance generated) {
        var statement = (CapabilityStatement) generated;
        statement.setName("Tributary");
        statement.setTitle("Tributary health information exchange hub");
        statement.getSoftware().setName("Tributary");
        statement.getImplementation().setDescription("Tributary health information exchange hub");
        statement.getPatchFormat().clear();
        statement.addInstantiates(BACKPORT + "CapabilityStatement/backport-subscription-server-r4");
        statement.addInstantiates(ALERTS + "notification-receiver");
        statement.addInstantiates(ALERTS + "notification-forwarder");
        statement.addInstantiates(ALERTS + "notification-sender");
        var rest = statement.getRestFirstRep();
        rest.getOperation().removeIf(operation -> true);
        rest.addOperation().setName("process-message").setDefinition(PROCESS_MESSAGE);
        rest.getInteraction()
                .removeIf(interaction -> interaction.getCode() != SystemRestfulInteraction.TRANSACTION
                        && interaction.getCode() != SystemRestfulInteraction.BATCH);
        rest.getResource().forEach(this::describe);
    }

    private void describe(CapabilityStatementRestResourceComponent resource) {
        resource.getInteraction().removeIf(interaction -> interaction.getCode() == TypeRestfulInteraction.PATCH);
        resource.getExtension().clear();
        resource.setConditionalDelete(CapabilityStatement.ConditionalDeleteStatus.NOTSUPPORTED);
        switch (resource.getType()) {
            case "Patient" -> resource.getOperation().removeIf(operation -> !PATIENT.contains(operation.getName()));
            case "Subscription" -> describeSubscription(resource);
            default -> resource.getOperation().clear();
        }
    }

    private void describeSubscription(CapabilityStatementRestResourceComponent resource) {
        resource.getSupportedProfile().clear();
        resource.addSupportedProfile(BACKPORT + "StructureDefinition/backport-subscription");
        resource.getOperation().clear();
        resource.addOperation()
                .setName("status")
                .setDefinition(BACKPORT + "OperationDefinition/backport-subscription-status");
        resource.addOperation()
                .setName("events")
                .setDefinition(BACKPORT + "OperationDefinition/backport-subscription-events");
        resource.addOperation()
                .setName("get-ws-binding-token")
                .setDefinition(BACKPORT + "OperationDefinition/backport-subscription-get-ws-binding-token");
        topics.all()
                .forEach(topic -> resource.addExtension(new Extension(TOPIC, new CanonicalType(topic.canonical()))));
    }
}
