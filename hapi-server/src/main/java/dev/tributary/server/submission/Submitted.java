package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.mapping.DeterministicId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="https://hl7.org/fhir/R4/http.html#transaction">transaction</a> of a source, each entry with the id that it has in the
 * hub: of (source, type, own id) for what the source names, of (source, type, business identifier) for what it leaves to the hub, so
 * that the same bundle sent again is the same resources.
 */
final class Submitted {

    /** Types that change what the hub does, or what it says of others: not for a source to write. */
    private static final Set<String> RULING = Set.of(
            "AuditEvent",
            "CapabilityStatement",
            "CodeSystem",
            "CompartmentDefinition",
            "ConceptMap",
            "GraphDefinition",
            "ImplementationGuide",
            "MessageDefinition",
            "NamingSystem",
            "OperationDefinition",
            "SearchParameter",
            "StructureDefinition",
            "StructureMap",
            "Subscription",
            "TerminologyCapabilities",
            "ValueSet");

    private static final int LONGEST_ID = 64;

    private final String sourceId;
    private final StoredConditions conditions;
    private final List<SubmittedEntry> entries = new ArrayList<>();
    private final Map<String, Integer> identifierUses = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    private Submitted(String sourceId, StoredConditions conditions) {
        this.sourceId = sourceId;
        this.conditions = conditions;
    }

    /** Finds what a conditional interaction means among the source's stored resources; runs inside the transaction. */
    interface StoredConditions {
        /** Logical hub ids of the source's resources that match {@code identifier=system|value}. */
        List<String> matches(String type, BusinessKey key);

        /** Refuses a number that another source alone feeds. */
        void requireOwnDomain(String place, String type, BusinessKey key);

        /** What ids in addresses mean. */
        OwnTargets targets();
    }

    /**
     * Reads a transaction.
     *
     * @throws InvalidRequestException with the place and the remedy if an entry is not understood
     */
    static List<SubmittedEntry> read(String sourceId, Bundle bundle, StoredConditions conditions) {
        var submitted = new Submitted(sourceId, conditions);
        bundle.getEntry().forEach(submitted::countIdentifier);
        conditions.targets().expect(written(bundle));
        for (var i = 0; i < bundle.getEntry().size(); i++) {
            submitted.add("Bundle.entry[" + i + "]", bundle.getEntry().get(i));
        }
        return submitted.entries;
    }

    private static List<IIdType> written(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(BundleEntryComponent::getRequest)
                .filter(request -> request.getMethod() == HTTPVerb.PUT || request.getMethod() == HTTPVerb.DELETE)
                .filter(request -> request.hasUrl() && !request.getUrl().contains("?"))
                .map(request -> (IIdType) new IdType(request.getUrl()))
                .toList();
    }

    private void countIdentifier(BundleEntryComponent entry) {
        if (entry.getRequest().getMethod() == HTTPVerb.POST && entry.hasResource()) {
            BusinessKey.of(entry.getResource())
                    .ifPresent(key -> identifierUses.merge(use(entry.getResource(), key), 1, Integer::sum));
        }
    }

    private static String use(Resource resource, BusinessKey key) {
        return resource.fhirType() + ' ' + key;
    }

    private void add(String place, BundleEntryComponent entry) {
        var method = entry.getRequest().getMethod();
        if (method == null || !entry.getRequest().hasUrl()) {
            throw new InvalidRequestException(
                    place + ".request: method and url are required in a transaction or batch. Add both.");
        }
        requireRecordType(place, entry);
        var next = switch (method) {
            case PUT -> put(place, entry);
            case POST -> post(place, entry);
            case DELETE -> delete(place, entry);
            default ->
                throw new MethodNotAllowedException(place + ".request.method: " + method.toCode()
                        + " is not open to a source. Send POST, PUT or DELETE; read by GET outside of bundles.");
        };
        if (!taken.add(next.hubReference()) && next.method() != HTTPVerb.DELETE) {
            throw new UnprocessableEntityException(place
                    + ": another entry of this bundle writes the same " + next.type()
                    + ". Keep one of the two, or give each its own id.");
        }
        entries.add(next);
    }

    private static void requireRecordType(String place, BundleEntryComponent entry) {
        var type = entry.hasResource()
                ? entry.getResource().fhirType()
                : type(entry.getRequest().getUrl());
        if (type != null && RULING.contains(type)) {
            throw new ForbiddenOperationException(place + ": a source sends records of patients; " + type
                    + " rules the hub itself. Ask its operator.");
        }
    }

    private static @Nullable String type(String url) {
        var query = url.indexOf('?');
        return query < 0 ? new IdType(url).getResourceType() : url.substring(0, query);
    }

    private SubmittedEntry put(String place, BundleEntryComponent entry) {
        var resource = resource(place, entry);
        var type = resource.fhirType();
        var url = entry.getRequest().getUrl();
        var ifMatch = version(entry.getRequest().getIfMatch());
        if (url.contains("?")) {
            return conditional(place, entry, resource, url, ifMatch);
        }
        var id = new IdType(url);
        if (!type.equals(id.getResourceType()) || !id.hasIdPart()) {
            throw new InvalidRequestException(place + ".request.url: \"" + url + "\" is not " + type
                    + "/[id]. Write the type of the resource and the id that you keep it under.");
        }
        if (resource.getIdElement().hasIdPart()
                && !id.getIdPart().equals(resource.getIdElement().getIdPart())) {
            throw new InvalidRequestException(
                    place + ".resource.id: it is not the id of request.url. Make both the same.");
        }
        requireAddress(place, id);
        var target = conditions.targets().of(type, id.getIdPart());
        return new SubmittedEntry(
                place, HTTPVerb.PUT, type, target.key(), target.hubId(), entry.getFullUrl(), resource, false, ifMatch);
    }

    /** Of a whole resource, not of one of its versions, and short enough to be kept. */
    private static void requireAddress(String place, IIdType id) {
        if (id.hasVersionIdPart()) {
            throw new MethodNotAllowedException(
                    place + ".request.url: versions are history and stay as they are. Write to [type]/[id].");
        }
        if (id.getIdPart().length() > LONGEST_ID) {
            throw new InvalidRequestException(place + ".request.url: the id has more than " + LONGEST_ID
                    + " characters, which FHIR does not allow.");
        }
        if (!FhirContext.forR4Cached().getResourceTypes().contains(id.getResourceType())) {
            throw new InvalidRequestException(
                    place + ".request.url: it is not [type]/[id] of a type that FHIR R4 has.");
        }
    }

    private SubmittedEntry conditional(
            String place, BundleEntryComponent entry, Resource resource, String url, @Nullable String ifMatch) {
        var type = resource.fhirType();
        var key = BusinessKey.ofQuery(place + ".request.url", url);
        conditions.requireOwnDomain(place + ".request.url", type, key);
        requireNamed(place, resource, key);
        var matches = conditions.matches(type, key);
        if (matches.size() > 1) {
            throw Conditions.tooMany(place + ".request.url", matches.size());
        }
        var own = resource.getIdElement().getIdPart();
        if (matches.isEmpty()) {
            var id = hubId(type, own == null ? key.toString() : own);
            return new SubmittedEntry(place, HTTPVerb.PUT, type, own, id, entry.getFullUrl(), resource, false, ifMatch);
        }
        var id = matches.get(0);
        if (own != null && !own.equals(id) && !hubId(type, own).equals(id)) {
            throw new InvalidRequestException(
                    place
                            + ".resource.id: the resource that matches has another id. Leave the id out, or PUT to [type]/[id].");
        }
        return new SubmittedEntry(place, HTTPVerb.PUT, type, null, id, entry.getFullUrl(), resource, false, ifMatch);
    }

    /** What is written under one number and says another of the same system would be found under neither for certain. */
    private static void requireNamed(String place, Resource resource, BusinessKey key) {
        var ofSystem = BusinessKey.identifiers(resource).stream()
                .filter(each -> key.system() != null && key.system().equals(each.getSystem()))
                .toList();
        if (!ofSystem.isEmpty()
                && ofSystem.stream().noneMatch(each -> key.value().equals(each.getValue()))) {
            throw new InvalidRequestException(
                    place
                            + ".resource.identifier: it has another value of this system than request.url. Make both the same.");
        }
    }

    private SubmittedEntry post(String place, BundleEntryComponent entry) {
        var resource = resource(place, entry);
        var type = resource.fhirType();
        if (entry.getRequest().hasIfNoneExist()) {
            var key = BusinessKey.ofQuery(
                    place + ".request.ifNoneExist", entry.getRequest().getIfNoneExist());
            var matches = conditions.matches(type, key);
            if (matches.size() > 1) {
                throw Conditions.tooMany(place + ".request.ifNoneExist", matches.size());
            }
            var id = matches.isEmpty() ? hubId(type, key.toString()) : matches.get(0);
            return new SubmittedEntry(place, HTTPVerb.POST, type, null, id, entry.getFullUrl(), resource, true, null);
        }
        var id = hubId(type, postKey(entry));
        return new SubmittedEntry(place, HTTPVerb.POST, type, null, id, entry.getFullUrl(), resource, false, null);
    }

    /** What makes a POST the same when it comes again: its business identifier, else its fullUrl, else what it says. */
    private String postKey(BundleEntryComponent entry) {
        var resource = entry.getResource();
        var key = BusinessKey.of(resource)
                .filter(found -> Integer.valueOf(1).equals(identifierUses.get(use(resource, found))));
        if (key.isPresent()) {
            return key.get().toString();
        }
        return entry.hasFullUrl() ? entry.getFullUrl() : BusinessKey.ofContent(resource);
    }

    private SubmittedEntry delete(String place, BundleEntryComponent entry) {
        if (entry.getRequest().getUrl().contains("?")) {
            return conditionalDelete(place, entry.getRequest().getUrl());
        }
        var id = new IdType(entry.getRequest().getUrl());
        if (!id.hasResourceType() || !id.hasIdPart()) {
            throw new InvalidRequestException(place
                    + ".request.url: a source deletes by [type]/[id], with the id that it keeps the resource under.");
        }
        requireAddress(place, id);
        var type = id.getResourceType();
        var target = conditions.targets().of(type, id.getIdPart());
        var ifMatch = version(entry.getRequest().getIfMatch());
        return new SubmittedEntry(
                place, HTTPVerb.DELETE, type, target.key(), target.hubId(), null, null, false, ifMatch);
    }

    /** Who matches nobody is gone already. */
    private SubmittedEntry conditionalDelete(String place, String url) {
        var type = Objects.requireNonNull(type(url));
        var key = BusinessKey.ofQuery(place + ".request.url", url);
        conditions.requireOwnDomain(place + ".request.url", type, key);
        var matches = conditions.matches(type, key);
        if (matches.size() > 1) {
            throw Conditions.tooMany(place + ".request.url", matches.size());
        }
        var id = matches.isEmpty() ? hubId(type, key.toString()) : matches.get(0);
        return new SubmittedEntry(place, HTTPVerb.DELETE, type, null, id, null, null, false, null);
    }

    private static Resource resource(String place, BundleEntryComponent entry) {
        if (!entry.hasResource()) {
            throw new InvalidRequestException(place + ".resource: is missing. Add what is to be stored.");
        }
        return entry.getResource();
    }

    private String hubId(String type, String key) {
        return DeterministicId.of(sourceId, type, key);
    }

    /** {@code W/"3"} → 3. */
    static @Nullable String version(@Nullable String etag) {
        return etag == null ? null : etag.replaceAll("^(W/)?\"?|\"$", "");
    }
}
