package dev.tributary.conformance.scene;

import java.util.Optional;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;

/** What a check needs of the target; without it the check is skipped, and the reason is shown. */
public enum Need {
    /** The target asks for a token at all. */
    ACCESS_CONTROL("access control: no token was given"),
    /** Source and reader are told apart. */
    SEPARATE_ROLES("a source token and a reader token that differ"),
    /** The target is an exchange: sources keep their own ids, people are unified. */
    EXCHANGE("a source token of its own, which marks an exchange"),
    TWO_SOURCES("two source tokens that differ"),
    OPERATOR("an operator token of its own"),
    HL7V2("the address of an HL7 v2 endpoint over HTTP, and the token of a source that may send there"),
    MLLP("the address of an MLLP listener"),
    SUBSCRIPTIONS("topic subscriptions: metadata does not declare them and no subscriber token was given"),
    MESSAGES("the operation process-message, which metadata does not declare"),
    WEB_SOCKETS("web sockets: metadata does not declare get-ws-binding-token for Subscription"),
    CONDITIONAL_CREATE("conditionalCreate, which metadata does not declare for Patient"),
    CONDITIONAL_UPDATE("conditionalUpdate, which metadata does not declare for Patient");

    private final String text;

    Need(String text) {
        this.text = text;
    }

    /** The reason for a skip, or nothing when the target has what is needed. */
    public Optional<String> missingIn(Target target, Capabilities capabilities) {
        return isMet(target, capabilities) ? Optional.empty() : Optional.of("needs " + text);
    }

    private boolean isMet(Target target, Capabilities capabilities) {
        return switch (this) {
            case ACCESS_CONTROL ->
                target.commonToken().isPresent() || !target.tokens().isEmpty();
            case SEPARATE_ROLES -> differ(target, Role.SOURCE, Role.READER);
            case EXCHANGE -> target.hasOwn(Role.SOURCE);
            case TWO_SOURCES -> target.hasOwn(Role.SOURCE) && differ(target, Role.SOURCE, Role.OTHER_SOURCE);
            case OPERATOR -> target.hasOwn(Role.OPERATOR);
            case HL7V2 ->
                target.hl7v2().isPresent() && target.token(Role.HL7V2_SOURCE).isPresent();
            case MLLP -> target.mllp().isPresent();
            case SUBSCRIPTIONS -> target.hasOwn(Role.SUBSCRIBER) || capabilities.declaresTopicSubscriptions();
            case MESSAGES -> capabilities.declaresOperation("process-message");
            case WEB_SOCKETS ->
                capabilities
                        .resource("Subscription")
                        .map(declared -> declared.getOperation().stream()
                                .anyMatch(operation -> operation.getName().endsWith("get-ws-binding-token")))
                        .orElse(false);
            case CONDITIONAL_CREATE ->
                capabilities.declares("Patient", CapabilityStatementRestResourceComponent::getConditionalCreate);
            case CONDITIONAL_UPDATE ->
                capabilities.declares("Patient", CapabilityStatementRestResourceComponent::getConditionalUpdate);
        };
    }

    private static boolean differ(Target target, Role one, Role other) {
        return target.hasOwn(other) && !target.token(one).equals(target.token(other));
    }
}
