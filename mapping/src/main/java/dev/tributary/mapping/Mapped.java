package dev.tributary.mapping;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, as FHIR, with everything its reader should know about the translation.
 *
 * @param trigger the message's kind, {@code ADT^A01}
 * @param occurred when the thing happened (EVN-2, else MSH-7); null if the message does not say
 * @param changes what it does, targets of references before the resources that refer to them where possible
 * @param issues fields read but not carried, codes not translated, values that could not be read
 */
public record Mapped(String trigger, @Nullable Instant occurred, List<Change> changes, List<Issue> issues) {

    private static final String UNSUPPORTED = "not-supported";
    private static final String TRIGGER_PATH = "MSH-9";
    private static final String FILTERED = "business-rule";
    private static final String FILTER_PATH = "filter";

    public Mapped {
        changes = List.copyOf(changes);
        issues = List.copyOf(issues);
    }

    /** A kind of message that has no map: kept, counted and shown, but without changes. */
    public static Mapped unsupported(String trigger, @Nullable Instant occurred) {
        return new Mapped(
                trigger,
                occurred,
                List.of(),
                List.of(Issue.warning(
                        UNSUPPORTED,
                        TRIGGER_PATH,
                        "There is no map for " + trigger + " yet; the message is kept as it came.")));
    }

    /**
     * A message that the source's file keeps out: kept and shown, but without changes.
     *
     * @param filter the name of the filter, for people
     */
    public static Mapped filtered(String trigger, @Nullable Instant occurred, String filter) {
        return new Mapped(
                trigger,
                occurred,
                List.of(),
                List.of(Issue.information(
                        FILTERED,
                        FILTER_PATH,
                        "Kept out by the filter \"" + filter
                                + "\" of the source's file; the message is kept as it came.")));
    }

    /** True if a filter of the source's file keeps it out. */
    public boolean isFiltered() {
        return issues.stream()
                .anyMatch(issue -> issue.code().equals(FILTERED) && issue.path().equals(FILTER_PATH));
    }

    /** False if there is no map for this kind of message. */
    public boolean supported() {
        return issues.stream()
                .noneMatch(issue ->
                        issue.code().equals(UNSUPPORTED) && issue.path().equals(TRIGGER_PATH));
    }

    public boolean hasErrors() {
        return issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR);
    }

    /** The same changes as a FHIR transaction, for people and for tests. */
    public Bundle toBundle() {
        var bundle = new Bundle();
        bundle.setType(Bundle.BundleType.TRANSACTION);
        for (var change : changes) {
            if (change instanceof Change.Write write) {
                var type = write.resource().fhirType();
                var id = write.resource().getIdElement().getIdPart();
                bundle.addEntry()
                        .setFullUrl("urn:uuid:" + id)
                        .setResource(write.resource())
                        .getRequest()
                        .setMethod(Bundle.HTTPVerb.PUT)
                        .setUrl(type + "/" + id);
            }
        }
        return bundle;
    }
}
