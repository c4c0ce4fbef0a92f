package dev.tributary.server.notify;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.server.fhir.OperationProvider;
import dev.tributary.server.fhir.SubscriptionOwners;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.subscriptions.backport.NotificationOperations;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/operations.html">$status and $events</a> (SB-11, SB-12). */
public final class SubscriptionOperations implements OperationProvider {

    /** <a href="http://hl7.org/fhir/R4/valueset-subscription-status.html">subscription-status</a>. */
    private static final List<String> STATUSES = List.of("requested", "active", "error", "off");

    private final NotificationOperations operations;
    private final SubscriptionOwners owners;
    private final SubscriptionStore store;

    SubscriptionOperations(NotificationOperations operations, SubscriptionOwners owners, SubscriptionStore store) {
        this.operations = operations;
        this.owners = owners;
        this.store = store;
    }

    @Operation(name = "$status", typeName = "Subscription", idempotent = true)
    public Bundle status(@IdParam IdType id) {
        requireVisible(id.getIdPart());
        return operations.status(null, List.of(id.getIdPart()), List.of());
    }

    @Operation(name = "$status", typeName = "Subscription", idempotent = true)
    public Bundle statusOfAll(
            @OperationParam(name = "id", typeName = "id", max = OperationParam.MAX_UNLIMITED) @Nullable
                    List<IPrimitiveType<String>> ids,
            @OperationParam(name = "status", typeName = "code", max = OperationParam.MAX_UNLIMITED) @Nullable
                    List<IPrimitiveType<String>> statuses) {
        var asked = values(ids).stream()
                .map(id -> new IdType(id).getIdPart())
                .filter(Objects::nonNull)
                .toList();
        if (asked.isEmpty() && !values(ids).isEmpty()) {
            throw new InvalidRequestException("id: write the id of a Subscription, like 42.");
        }
        return operations.status(visibleOwner(), asked, codes(values(statuses)));
    }

    private static List<String> codes(List<String> statuses) {
        for (var status : statuses) {
            if (!STATUSES.contains(status)) {
                throw new InvalidRequestException("status: there is none with this code. Write one or several of "
                        + String.join(", ", STATUSES) + ".");
            }
        }
        return statuses;
    }

    /** Repeated, or in one value separated by commas: any of them. */
    static List<String> values(@Nullable List<IPrimitiveType<String>> parameters) {
        return parameters == null
                ? List.of()
                : parameters.stream()
                        .map(IPrimitiveType::getValueAsString)
                        .filter(Objects::nonNull)
                        .flatMap(value -> Stream.of(value.split(",")))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
    }

    /** The content is a hint by the guide: one that is unknown changes nothing. */
    @Operation(name = "$events", typeName = "Subscription", idempotent = true)
    public Bundle events(
            @IdParam IdType id,
            @OperationParam(name = "eventsSinceNumber") @Nullable StringType since,
            @OperationParam(name = "eventsUntilNumber") @Nullable StringType until,
            @OperationParam(name = "content") @Nullable CodeType content) {
        requireVisible(id.getIdPart());
        var first = number("eventsSinceNumber", since);
        var last = number("eventsUntilNumber", until);
        if (first != null && last != null && first > last) {
            throw new InvalidRequestException(
                    "eventsSinceNumber: is greater than eventsUntilNumber. Both are included, so make it less or equal.");
        }
        return operations
                .events(
                        id.getIdPart(),
                        first,
                        last,
                        content == null
                                ? null
                                : PayloadContent.ofCode(content.getValue()).orElse(null))
                .orElseThrow(() -> unknown());
    }

    private static @Nullable Long number(String name, @Nullable StringType text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.getValue().matches("\\d{1,18}")) {
            throw new InvalidRequestException(name + ": is no number. Write the number of an event, like 42.");
        }
        return Long.valueOf(text.getValue());
    }

    /** Null for operators, who see all. */
    private static @Nullable String visibleOwner() {
        var caller = Callers.current().orElseThrow();
        return caller.is(Role.OPERATOR) ? null : caller.clientId();
    }

    private void requireVisible(String id) {
        var owner = visibleOwner();
        if (owner == null ? store.find(id).isEmpty() : !owners.owns(owner, id)) {
            throw unknown();
        }
    }

    private static ResourceNotFoundException unknown() {
        return new ResourceNotFoundException("You have no Subscription with this id.");
    }
}
