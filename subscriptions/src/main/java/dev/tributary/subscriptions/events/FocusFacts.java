package dev.tributary.subscriptions.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/** What filters may ask of an event of a client's topic. */
public final class FocusFacts {

    private FocusFacts() {}

    /** @param asked what the topic's own filters ask of the focus; with it come patient, source and what is known of the patient */
    public static Facts of(Resource focus, Map<String, List<String>> asked, Surroundings surroundings) {
        Map<String, List<String>> values =
                new LinkedHashMap<>(new RecordFacts(surroundings).general(focus).values());
        asked.forEach((name, each) -> {
            if (!each.isEmpty()) {
                values.put(name, each);
            }
        });
        return new Facts(values);
    }
}
