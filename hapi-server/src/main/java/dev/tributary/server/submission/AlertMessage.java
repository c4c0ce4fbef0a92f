package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A message of the <a href="http://hl7.org/fhir/us/davinci-alerts/">Da Vinci Unsolicited Notifications</a> as a transaction of its sender (AL-02, AL-03).
 *
 * <p>Senders of messages often make ids up for each. Who and what goes by a business identifier is known by it; everything else by its id.
 *
 * @param id of the message; null if it has none
 * @param event what happened, as a code
 */
record AlertMessage(@Nullable String id, String event, MessageHeader header, Bundle content) {

    static final String EVENTS = "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event";

    /** All codes of {@link #EVENTS} in 1.1.0, without what they begin with. */
    private static final Set<String> CODES = Set.of(
            "admit",
            "appointment-reminder",
            "care-team-change",
            "coverage-change",
            "discharge",
            "lab-report",
            "new-condition",
            "ordered-device",
            "outpatient-visit",
            "pharmacy",
            "phone-consult",
            "prior-auth-notice",
            "progress-update",
            "public-health",
            "referral",
            "refill-request",
            "social-determinants-change",
            "summary-report",
            "transfer",
            "tx-change",
            "tx-issue",
            "vitals",
            "workers-comp");

    private static final String CODE_PREFIX = "notification-";

    private static final int LONGEST_ID = 200;
    private static final int LONGEST_SHOWN = 80;

    /** Types of which one identifier names one resource. */
    private static final Set<String> IDENTIFIED = Set.of("Patient", "Encounter", "Practitioner", "Organization");

    /** Whether it says to be such a message. */
    static boolean is(Bundle message) {
        return message.getEntryFirstRep().getResource() instanceof MessageHeader header
                && header.getEvent() instanceof Coding event
                && EVENTS.equals(event.getSystem());
    }

    /**
     * Reads it.
     *
     * @throws InvalidRequestException or {@link UnprocessableEntityException} with place and remedy if it breaks the guide
     */
    static AlertMessage read(FhirContext fhir, Bundle message) {
        var header = (MessageHeader) message.getEntryFirstRep().getResource();
        if (header.hasResponse()) {
            throw new UnprocessableEntityException(
                    "MessageHeader.response: a notification answers nothing. Leave it out.");
        }
        var event = header.getEventCoding().getCode();
        if (event == null || event.isBlank()) {
            throw new UnprocessableEntityException("MessageHeader.eventCoding.code: is missing. Say what happened.");
        }
        requireKnown(event);
        requireFocus(header, message);
        return new AlertMessage(id(message, header), event, header, transaction(fhir, message));
    }

    /** The binding is extensible by codes of other systems; in its own system there is none but these (AL-03). */
    private static void requireKnown(String event) {
        if (!event.startsWith(CODE_PREFIX) || !CODES.contains(event.substring(CODE_PREFIX.length()))) {
            throw new UnprocessableEntityException("MessageHeader.eventCoding.code: there is no '"
                    + (event.length() > LONGEST_SHOWN ? event.substring(0, LONGEST_SHOWN) + "…" : event)
                    + "' in " + EVENTS + ". Send one of its codes, such as notification-admit.");
        }
    }

    private static void requireFocus(MessageHeader header, Bundle message) {
        if (!header.hasFocus()) {
            throw new UnprocessableEntityException(
                    "MessageHeader.focus: is missing. Refer to the resource in the bundle that it is about.");
        }
        for (var focus : header.getFocus()) {
            var isThere = focus.hasReference()
                    && message.getEntry().stream().anyMatch(entry -> isNamed(entry, focus.getReference()));
            if (!isThere) {
                throw new UnprocessableEntityException(
                        "MessageHeader.focus: leads to nothing in the bundle. Send along what the message is about.");
            }
        }
    }

    private static boolean isNamed(BundleEntryComponent entry, String reference) {
        var resource = entry.getResource();
        return reference.equals(entry.getFullUrl())
                || (resource != null && reference.equals(name(resource)))
                || (entry.hasFullUrl() && entry.getFullUrl().endsWith("/" + reference));
    }

    /** What is too long to be kept, as some full URLs are, goes by a number made of it. */
    private static @Nullable String id(Bundle message, MessageHeader header) {
        var id = said(message, header);
        return id == null || id.length() <= LONGEST_ID
                ? id
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static @Nullable String said(Bundle message, MessageHeader header) {
        if (header.getIdElement().hasIdPart()) {
            return header.getIdElement().getIdPart();
        }
        var url = message.getEntryFirstRep().getFullUrl();
        return url != null ? url : message.getIdElement().getIdPart();
    }

    /** What it carries; the header and what is told of the header stay in the journal. */
    private static Bundle transaction(FhirContext fhir, Bundle message) {
        var transaction = new Bundle().setType(BundleType.TRANSACTION);
        for (var entry : message.getEntry()) {
            if (entry.hasResource()
                    && !(entry.getResource() instanceof MessageHeader)
                    && !(entry.getResource() instanceof Provenance)) {
                transaction.addEntry(entry.copy());
            }
        }
        var entries = transaction.getEntry();
        for (var i = 0; i < entries.size(); i++) {
            if (!entries.get(i).hasFullUrl()) {
                entries.get(i).setFullUrl("urn:tributary:entry:" + i);
            }
        }
        absolute(fhir, entries);
        var keys = uses(entries);
        entries.forEach(entry -> request(entry, keys));
        return transaction;
    }

    /** References by type and id name entries by their URL from here on: some lose their ids. */
    private static void absolute(FhirContext fhir, List<BundleEntryComponent> entries) {
        var urls = new HashMap<String, String>();
        entries.forEach(entry -> urls.putIfAbsent(name(entry.getResource()), entry.getFullUrl()));
        for (var entry : entries) {
            for (var reference :
                    fhir.newTerser().getAllPopulatedChildElementsOfType(entry.getResource(), Reference.class)) {
                var url = reference.hasReference() ? urls.get(reference.getReference()) : null;
                if (url != null) {
                    reference.setReference(url);
                }
            }
        }
    }

    private static Map<String, Integer> uses(List<BundleEntryComponent> entries) {
        var uses = new HashMap<String, Integer>();
        for (var entry : entries) {
            BusinessKey.of(entry.getResource())
                    .ifPresent(key -> uses.merge(entry.getResource().fhirType() + key, 1, Integer::sum));
        }
        return uses;
    }

    private static void request(BundleEntryComponent entry, Map<String, Integer> keys) {
        var resource = entry.getResource();
        var type = resource.fhirType();
        var key = BusinessKey.of(resource)
                .filter(found -> IDENTIFIED.contains(type))
                .filter(found -> Integer.valueOf(1).equals(keys.get(type + found)));
        var request = entry.getRequest();
        if (key.isPresent()) {
            resource.setId((IdType) null);
            var token = URLEncoder.encode(key.get().toString(), StandardCharsets.UTF_8);
            request.setMethod(HTTPVerb.PUT).setUrl(type + "?identifier=" + token);
        } else if (resource.getIdElement().hasIdPart()) {
            request.setMethod(HTTPVerb.PUT).setUrl(name(resource));
        } else {
            request.setMethod(HTTPVerb.POST).setUrl(type);
        }
    }

    private static String name(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
