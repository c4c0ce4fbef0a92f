package dev.tributary.server.submission;

import dev.tributary.server.record.Stored;
import dev.tributary.server.storage.Written;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.jspecify.annotations.Nullable;

/**
 * What a source is told of one entry, in its own ids.
 *
 * @param status HTTP status
 * @param ownReference {@code Type/id} as the source knows it
 * @param version null for a deletion
 */
record SubmissionAnswer(
        int status,
        String ownReference,
        String hubReference,
        @Nullable String version,
        @Nullable Date lastUpdated) {

    static List<SubmissionAnswer> of(List<SubmittedEntry> entries, Map<String, Written> untouched, Stored stored) {
        var outcomes = new HashMap<>(untouched);
        for (var written : stored.written()) {
            outcomes.putIfAbsent(written.reference(), written);
        }
        return entries.stream()
                .map(entry -> of(entry, outcomes.get(entry.hubReference())))
                .toList();
    }

    private static SubmissionAnswer of(SubmittedEntry entry, @Nullable Written written) {
        if (entry.method() == HTTPVerb.DELETE || written == null) {
            return new SubmissionAnswer(204, entry.ownReference(), entry.hubReference(), null, null);
        }
        var status = written.outcome() == Written.Outcome.CREATED ? 201 : 200;
        return new SubmissionAnswer(
                status, entry.ownReference(), entry.hubReference(), written.version(), written.lastUpdated());
    }

    String location() {
        return version == null ? ownReference : ownReference + "/_history/" + version;
    }

    BundleEntryResponseComponent toResponse() {
        var response = new BundleEntryResponseComponent();
        response.setStatus(status == 201 ? "201 Created" : status == 204 ? "204 No Content" : "200 OK");
        if (version != null) {
            response.setLocation(location()).setEtag("W/\"" + version + "\"");
        }
        if (lastUpdated != null) {
            response.setLastModified(lastUpdated);
        }
        return response;
    }
}
