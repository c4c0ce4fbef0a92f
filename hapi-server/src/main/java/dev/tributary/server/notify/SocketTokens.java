package dev.tributary.server.notify;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.fhir.OperationProvider;
import dev.tributary.server.security.Callers;
import dev.tributary.subscriptions.channel.BindingTokens;
import dev.tributary.subscriptions.channel.WebSocketChannel;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UrlType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-get-ws-binding-token">$get-ws-binding-token</a>, for the caller's own
 * Subscriptions only.
 */
public final class SocketTokens implements OperationProvider {

    private final SubscriptionStore store;
    private final BindingTokens tokens;
    private final String url;

    SocketTokens(SubscriptionStore store, BindingTokens tokens, String fhirBase) {
        this.store = store;
        this.tokens = tokens;
        this.url = fhirBase.replaceFirst("^http", "ws") + "/websocket";
    }

    @Operation(name = "$get-ws-binding-token", typeName = "Subscription", idempotent = true)
    public Parameters ofOne(@IdParam IdType id) {
        return issue(List.of(id.getIdPart()));
    }

    /** Without ids, of all that the caller has with this channel. */
    @Operation(name = "$get-ws-binding-token", typeName = "Subscription", idempotent = true)
    public Parameters ofSome(
            @OperationParam(name = "id", typeName = "id", max = OperationParam.MAX_UNLIMITED) @Nullable
                    List<IPrimitiveType<String>> ids) {
        return issue(SubscriptionOperations.values(ids));
    }

    private Parameters issue(List<String> ids) {
        var client = Callers.current().orElseThrow().clientId();
        var own = store.all(client);
        for (var id : ids) {
            if (own.stream().noneMatch(each -> each.id().equals(id))) {
                throw new ResourceNotFoundException("You have no Subscription with this id.");
            }
        }
        var bound = own.stream()
                .filter(each -> each.definition().channel().type().equals(WebSocketChannel.TYPE))
                .map(StoredSubscription::id)
                .filter(id -> ids.isEmpty() || ids.contains(id))
                .toList();
        if (bound.isEmpty() || bound.size() < ids.stream().distinct().count()) {
            throw new UnprocessableEntityException(
                    "Only Subscriptions whose channel.type is websocket can be bound to a web socket.");
        }
        return parameters(tokens.issue(client, bound), bound);
    }

    private Parameters parameters(BindingTokens.Issued issued, List<String> ids) {
        var parameters = new Parameters();
        parameters.addParameter().setName("token").setValue(new StringType(issued.token()));
        var until = new DateTimeType(Date.from(issued.until()));
        until.setTimeZone(TimeZone.getTimeZone("UTC"));
        parameters.addParameter().setName("expiration").setValue(until);
        ids.forEach(id -> parameters.addParameter().setName("subscription").setValue(new StringType(id)));
        parameters.addParameter().setName("websocket-url").setValue(new UrlType(url));
        return parameters;
    }
}
