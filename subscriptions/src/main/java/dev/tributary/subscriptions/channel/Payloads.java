package dev.tributary.subscriptions.channel;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.registry.PayloadDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;

/** The notification Bundle of a shipment, in the format that the subscription asks for. */
public final class Payloads {

    private final FhirContext fhir;
    private final BackportBundles bundles;

    public Payloads(FhirContext fhir, BackportBundles bundles) {
        this.fhir = fhir;
        this.bundles = bundles;
    }

    /** As text; may read the database. */
    public String of(Shipment shipment) {
        return encode(bundle(shipment), shipment.subscription().definition().payload());
    }

    private Bundle bundle(Shipment shipment) {
        return switch (shipment.purpose()) {
            case HANDSHAKE -> bundles.handshake(shipment.subscription());
            case HEARTBEAT -> bundles.heartbeat(shipment.subscription());
            case EVENTS -> bundles.notification(shipment.subscription(), shipment.events());
        };
    }

    private String encode(Bundle bundle, PayloadDefinition payload) {
        if (payload.isXml()) {
            return fhir.newXmlParser().encodeResourceToString(bundle);
        }
        return carriesResources(bundle) ? fhir.newJsonParser().encodeResourceToString(bundle) : composed(bundle);
    }

    /** Apart from its status. */
    private static boolean carriesResources(Bundle bundle) {
        return bundle.getEntry().stream().anyMatch(entry -> entry.hasResource() && !isStatus(entry.getResource()));
    }

    private static boolean isStatus(Resource resource) {
        return resource instanceof Parameters;
    }

    /** The same text: what only names resources needs none of the care that makes HAPI's own parser take ten times as long. */
    private static String composed(Bundle bundle) {
        try {
            return new JsonParser().composeString(bundle);
        } catch (IOException e) {
            throw new UncheckedIOException("A string can always be written to", e);
        }
    }
}
