package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.storage.KnownReferences;
import dev.tributary.server.storage.RecordSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hub's ids into a submission: on the resources and in every reference, to entries of the same bundle and to what the source
 * sent earlier.
 */
final class Rekeying {

    private final KnownReferences references;
    private final String sourceId;
    private final RecordSession session;
    private final Conditions conditions;
    private final OwnResources known;
    private final Map<String, String> byName = new HashMap<>();
    private final Map<String, String> byIdentifier = new HashMap<>();

    Rekeying(FhirContext fhir, String sourceId, RecordSession session, Conditions conditions, OwnResources known) {
        this.references = new KnownReferences(fhir);
        this.sourceId = sourceId;
        this.session = session;
        this.conditions = conditions;
        this.known = known;
    }

    /**
     * Rewrites ids and references in place.
     *
     * @throws UnprocessableEntityException if a reference leads nowhere, with its place and what to do
     */
    void apply(List<SubmittedEntry> entries) {
        entries.forEach(this::learn);
        resolveEarlier(entries);
        for (var entry : entries) {
            var resource = entry.resource();
            if (resource != null) {
                for (var reference : references.in(resource)) {
                    rewrite(entry, reference);
                }
                OwnId.keep(sourceId, entry, resource);
                resource.setId(new IdType(entry.type(), entry.hubId()));
                resource.getMeta().setVersionId(null).setLastUpdated(null);
            }
        }
    }

    private void learn(SubmittedEntry entry) {
        byName.put(entry.ownReference(), entry.hubReference());
        if (entry.fullUrl() != null) {
            byName.put(entry.fullUrl(), entry.hubReference());
        }
        var resource = entry.resource();
        if (resource != null) {
            if (resource.getIdElement().hasIdPart()) {
                byName.putIfAbsent(entry.type() + "/" + resource.getIdElement().getIdPart(), entry.hubReference());
            }
            BusinessKey.identifiers(resource)
                    .forEach(identifier -> byIdentifier.put(
                            entry.type() + '?' + new BusinessKey(identifier.getSystem(), identifier.getValue()),
                            entry.hubReference()));
        }
    }

    /** One query for all that the bundle refers to outside of itself. */
    private void resolveEarlier(List<SubmittedEntry> entries) {
        var wanted = new ArrayList<String>();
        for (var entry : entries) {
            wanted.add(entry.hubReference());
            if (entry.resource() != null) {
                for (var reference : references.in(entry.resource())) {
                    var id = reference.getReferenceElement();
                    if (isRelative(id) && !byName.containsKey(name(id))) {
                        wanted.add(hubReference(id));
                        wanted.add(name(id));
                    }
                }
            }
        }
        session.resolve(wanted);
    }

    private void rewrite(SubmittedEntry entry, Reference reference) {
        if (!reference.hasReference() || reference.getReference().startsWith("#")) {
            return;
        }
        var text = reference.getReference();
        var known = byName.get(text);
        if (known == null && text.contains("?")) {
            known = conditional(entry, text);
        }
        var id = reference.getReferenceElement();
        if (known == null && isRelative(id)) {
            known = earlier(id);
        }
        if (known != null) {
            reference.setReference(known);
        } else if (isRelative(id) || text.startsWith("urn:") || text.contains("?")) {
            throw new UnprocessableEntityException(
                    entry.place() + ".resource: the reference \"" + text
                            + "\" leads to nothing that you sent, in this bundle or earlier, and to no person of a patient of yours. Send its target first or with it.");
        }
    }

    private @Nullable String earlier(IIdType id) {
        var inBundle = byName.get(name(id));
        if (inBundle != null) {
            return inBundle;
        }
        var own = hubReference(id);
        if (session.exists(own)) {
            return own;
        }
        return known.mayReferTo(id) ? name(id) : null;
    }

    private @Nullable String conditional(SubmittedEntry entry, String text) {
        var type = text.substring(0, text.indexOf('?'));
        var key = BusinessKey.ofQuery(entry.place() + ".resource, reference " + type, text);
        var inBundle = byIdentifier.get(type + '?' + key);
        if (inBundle != null) {
            return inBundle;
        }
        var matches = conditions.matches(type, key);
        if (matches.size() > 1) {
            throw Conditions.tooMany(entry.place() + ".resource, reference " + type, matches.size());
        }
        return matches.isEmpty() ? null : type + "/" + matches.get(0);
    }

    private String hubReference(IIdType id) {
        return id.getResourceType() + "/" + DeterministicId.of(sourceId, id.getResourceType(), id.getIdPart());
    }

    private static String name(IIdType id) {
        return id.getResourceType() + "/" + id.getIdPart();
    }

    private static boolean isRelative(IIdType id) {
        return id.hasResourceType()
                && id.hasIdPart()
                && !id.isAbsolute()
                && !id.getValue().contains("?");
    }
}
