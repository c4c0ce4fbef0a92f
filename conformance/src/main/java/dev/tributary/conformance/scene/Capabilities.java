package dev.tributary.conformance.scene;

import java.util.Optional;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;

/**
 * What the target declares at {@code GET [base]/metadata}. A target whose metadata cannot be read counts as declaring
 * everything, so that its checks run and fail instead of vanishing among the skipped.
 */
public final class Capabilities {
    private static final String BACKPORT = "subscriptions-backport/StructureDefinition/backport-subscription";

    private final Optional<CapabilityStatement> statement;

    private Capabilities(Optional<CapabilityStatement> statement) {
        this.statement = statement;
    }

    public static Capabilities of(CapabilityStatement statement) {
        return new Capabilities(Optional.of(statement));
    }

    public static Capabilities unreadable() {
        return new Capabilities(Optional.empty());
    }

    public Optional<CapabilityStatementRestResourceComponent> resource(String type) {
        return statement.stream()
                .flatMap(s -> s.getRest().stream())
                .flatMap(rest -> rest.getResource().stream())
                .filter(r -> type.equals(r.getType()))
                .findFirst();
    }

    boolean declares(String type, Predicate<CapabilityStatementRestResourceComponent> what) {
        return statement.isEmpty() || resource(type).filter(what).isPresent();
    }

    boolean declaresOperation(String name) {
        return statement.isEmpty()
                || statement.stream()
                        .flatMap(s -> s.getRest().stream())
                        .flatMap(rest -> rest.getOperation().stream())
                        .anyMatch(operation -> name.equals(operation.getName()));
    }

    boolean declaresTopicSubscriptions() {
        return declares(
                "Subscription",
                r -> r.getSupportedProfile().stream()
                        .anyMatch(profile -> profile.getValue().contains(BACKPORT)));
    }
}
