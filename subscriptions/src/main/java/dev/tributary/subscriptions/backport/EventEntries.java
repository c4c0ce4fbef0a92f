package dev.tributary.subscriptions.backport;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
    private final Set<String> named = new LinkedHashSet<>();

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

    /** The write that led to the event: a create for the first version, an update for any other. */
    void addFocus(NotifiedEvent event) {
        if (!named.add(event.focus())) {
            return;
        }
        boolean created = event.focusVersion().equals("1");
        String type = event.focus().substring(0, event.focus().indexOf('/'));
        BundleEntryComponent entry = bundle.addEntry().setFullUrl(base + "/" + event.focus());
        entry.getRequest().setMethod(created ? HTTPVerb.POST : HTTPVerb.PUT).setUrl(created ? type : event.focus());
        entry.getResponse().setStatus(created ? "201" : "200");
    }

    void addContext(List<String> references) {
        references.stream().filter(named::add).forEach(reference -> {
            BundleEntryComponent entry = bundle.addEntry().setFullUrl(base + "/" + reference);
            entry.getRequest().setMethod(HTTPVerb.GET).setUrl(reference);
            entry.getResponse().setStatus("200");
        });
    }

    /** Puts the resources in; one that is gone or that the subscriber may not read stays a name. */
    void fill() {
        bundle.getEntry().stream().skip(1).forEach(entry -> {
            String reference = entry.getFullUrl().substring(base.length() + 1);
            read(reference).ifPresent(entry::setResource);
        });
    }
}
