package dev.tributary.subscriptions.channel;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.registry.PayloadDefinition;
import org.hl7.fhir.r4.model.Bundle;

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
        IParser parser = payload.isXml() ? fhir.newXmlParser() : fhir.newJsonParser();
        return parser.encodeResourceToString(bundle);
    }
}
