package dev.tributary.subscriptions.backport;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;

/** The entries behind the status: one for each resource that the events of a Bundle name, however often they do. */
final class EventEntries {

    private final String base;
    private final Bundle bundle;
    private final Function<String, Optional<Resource>> reader;
    private final Map<String, Optional<Resource>> read = new HashMap<>();
    private final Map<String, BundleEntryComponent> entries = new HashMap<>();
    private final Set<String> written = new HashSet<>();

    /** @param reader gives a resource as the subscriber may see it now */
    EventEntries(String base, Bundle bundle, Function<String, Optional<Resource>> reader) {
        this.base = base;
        this.bundle = bundle;
        this.reader = reader;
    }

    /** The resource as the subscriber may see it, read once per Bundle. */
    Optional<Resource> read(String reference) {
        return read.computeIfAbsent(reference, reader);
    }

    /**
     * The write that led to the event: a create for the first version, a delete if it deleted the focus, an update for any other. Of several
     * writes of one resource the Bundle says whether it was there after the last.
     */
    void addFocus(NotifiedEvent event) {
        BundleEntryComponent entry = entry(event.focus());
        boolean wasDeleted = isDeletion(entry);
        if (event.isDeletion()) {
            say(entry, HTTPVerb.DELETE, event.focus(), "204");
        } else if (wasDeleted || !written.contains(event.focus())) {
            boolean created = !wasDeleted && event.focusVersion().equals("1");
            String type = event.focus().substring(0, event.focus().indexOf('/'));
            say(entry, created ? HTTPVerb.POST : HTTPVerb.PUT, created ? type : event.focus(), created ? "201" : "200");
        }
        written.add(event.focus());
    }

    private BundleEntryComponent entry(String reference) {
        return entries.computeIfAbsent(reference, name -> bundle.addEntry().setFullUrl(base + "/" + name));
    }

    private static void say(BundleEntryComponent entry, HTTPVerb method, String url, String status) {
        entry.getRequest().setMethod(method).setUrl(url);
        entry.getResponse().setStatus(status);
    }

    void addContext(List<String> references) {
        references.stream()
                .filter(reference -> !entries.containsKey(reference))
                .forEach(reference -> say(entry(reference), HTTPVerb.GET, reference, "200"));
    }

    /** Puts the resources in; one that is gone or that the subscriber may not read stays a name, a deletion has none. */
    void fill() {
        bundle.getEntry().stream().skip(1).filter(entry -> !isDeletion(entry)).forEach(entry -> {
            String reference = entry.getFullUrl().substring(base.length() + 1);
            read(reference).ifPresent(entry::setResource);
        });
    }

    private static boolean isDeletion(BundleEntryComponent entry) {
        return entry.getRequest().getMethod() == HTTPVerb.DELETE;
    }
}
