package dev.tributary.subscriptions.registry;

import ca.uhn.fhir.context.FhirContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Subscription;

/** Definitions as JSON and back; keeps the latest few, since every turn of a lane asks for one. */
public final class Definitions {

    private static final int KEPT = 1_000;

    private final FhirContext fhir;
    private final SubscriptionReader reader;
    private final Map<String, Read> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Read> eldest) {
            return size() > KEPT;
        }
    };

    private record Read(String json, SubscriptionDefinition definition) {}

    public Definitions(FhirContext fhir, SubscriptionReader reader) {
        this.fhir = fhir;
        this.reader = reader;
    }

    String write(SubscriptionDefinition definition) {
        return fhir.newJsonParser().encodeResourceToString(definition.resource());
    }

    SubscriptionDefinition read(String id, String json) {
        synchronized (kept) {
            Read read = kept.get(id);
            if (read != null && read.json().equals(json)) {
                return read.definition();
            }
        }
        SubscriptionDefinition definition =
                reader.accepted(fhir.newJsonParser().parseResource(Subscription.class, json));
        synchronized (kept) {
            kept.put(id, new Read(json, definition));
        }
        return definition;
    }
}
