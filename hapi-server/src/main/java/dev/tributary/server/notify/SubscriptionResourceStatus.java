package dev.tributary.server.notify;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStatusListener;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Subscription;
import org.jspecify.annotations.Nullable;

/** Lets the FHIR Subscription say the status that the engine gave it, in the engine's transaction. */
final class SubscriptionResourceStatus implements SubscriptionStatusListener {

    private final DaoRegistry daos;

    SubscriptionResourceStatus(DaoRegistry daos) {
        this.daos = daos;
    }

    @Override
    public void changed(String subscriptionId, SubscriptionStatus status, @Nullable String error) {
        var dao = daos.getResourceDao(Subscription.class);
        var request = new SystemRequestDetails();
        Subscription subscription;
        try {
            subscription = dao.read(new IdType("Subscription", subscriptionId), request);
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return;
        }
        subscription.setStatus(Subscription.SubscriptionStatus.fromCode(status.code()));
        subscription.setError(error);
        request.getUserData().put(SubscriptionFace.BY_ENGINE, true);
        dao.update(subscription, request);
    }
}
