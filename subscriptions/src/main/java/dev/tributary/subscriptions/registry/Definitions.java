package dev.tributary.subscriptions.registry;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Subscription;

/** Definitions as JSON and back; keeps the latest few, since every turn of a lane asks for one. */
public final class Definitions {

    /** A topic may have become another meanwhile. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final int KEPT = 2_000;

    private final FhirContext fhir;
    private final SubscriptionReader reader;
    private final Map<String, Read> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Read> eldest) {
            return size() > KEPT;
        }
    };

    private record Read(long revision, long nanos, SubscriptionDefinition definition) {}

    public Definitions(FhirContext fhir, SubscriptionReader reader) {
        this.fhir = fhir;
        this.reader = reader;
    }

    String write(SubscriptionDefinition definition) {
        return fhir.newJsonParser().encodeResourceToString(definition.resource());
    }

    /** What this revision asks for, if it was read lately. */
    Optional<SubscriptionDefinition> kept(String id, long revision) {
        synchronized (kept) {
            Read read = kept.get(id);
            if (read == null || read.revision() != revision || System.nanoTime() - read.nanos() > FRESH.toNanos()) {
                return Optional.empty();
            }
            return Optional.of(read.definition());
        }
    }

    SubscriptionDefinition read(String id, long revision, String json) {
        SubscriptionDefinition definition =
                reader.accepted(fhir.newJsonParser().parseResource(Subscription.class, json));
        synchronized (kept) {
            kept.put(id, new Read(revision, System.nanoTime(), definition));
        }
        return definition;
    }
}
