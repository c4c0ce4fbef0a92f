package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.intake.DirectIntake;
import dev.tributary.server.intake.DirectIntake.Submission;
import dev.tributary.server.intake.DirectIntake.Unit;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.RecordWriter;
import dev.tributary.server.storage.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Stores what a source submits over FHIR: journal, re-key, identify, store and answer in one transaction.
 *
 * <p><a href="https://hl7.org/fhir/R4/http.html#transaction">transaction</a>: all or nothing. <a
 * href="https://hl7.org/fhir/R4/http.html#batch">batch</a>: every entry for itself.
 */
public final class Submissions {

    private final FhirContext fhir;
    private final RecordWriter writer;
    private final DaoRegistry daos;
    private final DirectIntake intake;
    private final SourceResourceTable ownIds;
    private final SourceCatalogue sources;
    private final AlertReceiver alerts;
    private final Batches batches;

    Submissions(
            FhirContext fhir,
            RecordWriter writer,
            DaoRegistry daos,
            DirectIntake intake,
            SourceResourceTable ownIds,
            SourceCatalogue sources,
            AlertReceiver alerts) {
        this.fhir = fhir;
        this.writer = writer;
        this.daos = daos;
        this.intake = intake;
        this.ownIds = ownIds;
        this.sources = sources;
        this.alerts = alerts;
        this.batches = new Batches(
                fhir,
                intake,
                (submission, bundle, retires) -> unit(submission, SentBundle.of(bundle), retires, journalId -> {}));
    }

    /** Answers a transaction-response or batch-response; throws what a transaction was refused for. */
    Bundle bundle(Submission submission, SentBundle sent) {
        var bundle = sent.content();
        if (bundle.getType() == BundleType.TRANSACTION) {
            var answers = store(submission, sent);
            return response(
                    BundleType.TRANSACTIONRESPONSE,
                    answers.stream().map(SubmissionAnswer::toResponse).toList());
        }
        if (bundle.getType() == BundleType.BATCH) {
            return response(BundleType.BATCHRESPONSE, batches.store(submission, bundle, false));
        }
        if (bundle.getType() == BundleType.MESSAGE && AlertMessage.is(bundle)) {
            return alert(submission, bundle);
        }
        try {
            return message(submission, bundle);
        } catch (RuntimeException e) {
            refuse(submission, e);
            throw e;
        }
    }

    /** What is wrong with the message itself is journalled here, what is wrong with its content where that is stored. */
    private Bundle alert(Submission submission, Bundle bundle) {
        var reachedStore = new boolean[1];
        try {
            return alerts.answer(submission, bundle, (named, transaction, within) -> {
                reachedStore[0] = true;
                intake.apply(unit(named, SentBundle.of(transaction), false, within));
            });
        } catch (RuntimeException e) {
            if (!reachedStore[0]) {
                refuse(submission, e);
            }
            throw e;
        }
    }

    private void refuse(Submission submission, RuntimeException thrown) {
        var reason = String.valueOf(
                SubmissionErrors.outcome(thrown).getIssueFirstRep().getDiagnostics());
        intake.refuse(submission, reason, List.of(Issue.error("structure", "Bundle", reason)));
    }

    /** What becomes of its Patients is journalled by each; what it throws concerns the message as a whole. */
    private Bundle message(Submission submission, Bundle bundle) {
        if (bundle.getType() != BundleType.MESSAGE) {
            throw new InvalidRequestException(
                    "Bundle.type: a source sends transaction, batch or message here. To store a bundle as it is, PUT or POST it to /Bundle.");
        }
        return new PatientFeed(daos, alerts.endpoint())
                .answer(submission.source().id(), bundle, entries -> batches.store(submission, entries, true));
    }

    private static Bundle response(BundleType type, List<Bundle.BundleEntryResponseComponent> responses) {
        var response = new Bundle().setType(type);
        responses.forEach(entry -> response.addEntry().setResponse(entry));
        return response;
    }

    /** Stores a transaction; one answer per entry, in its order. */
    List<SubmissionAnswer> store(Submission submission, SentBundle transaction) {
        return intake.apply(unit(submission, transaction, false, journalId -> {}));
    }

    /** @param retires whether a patient that is deleted is kept as one that its source gave up; else it is refused */
    private Unit<List<SubmissionAnswer>> unit(
            Submission submission, SentBundle transaction, boolean retires, Consumer<UUID> within) {
        var sourceId = submission.source().id();
        var attempt = new Attempt[1];
        return new Unit<>(
                submission,
                () -> {
                    attempt[0] = new Attempt(sourceId, transaction.forAttempt(), retires);
                    return attempt[0].map(submission.trigger());
                },
                (id, stored) -> {
                    ownIds.put(sourceId, attempt[0].entries);
                    within.accept(id);
                    return SubmissionAnswer.of(attempt[0].entries, attempt[0].untouched, stored);
                });
    }

    /** One attempt at one transaction. */
    private final class Attempt {

        private final RecordSession session = writer.open(List.of());
        private final Map<String, Written> untouched = new HashMap<>();
        private final List<SubmittedEntry> entries;
        private final Conditions conditions;
        private final String sourceId;
        private final OwnResources own;
        private final boolean retires;

        Attempt(String sourceId, Bundle transaction, boolean retires) {
            this.sourceId = sourceId;
            this.retires = retires;
            this.conditions = new Conditions(sourceId, session, daos, sources.domainsOfOthers(sourceId), ownIds);
            this.own = new OwnResources(sourceId, session, ownIds);
            this.entries = Submitted.read(sourceId, transaction, conditions);
        }

        Mapped map(String trigger) {
            new Rekeying(fhir, sourceId, session, conditions, own).apply(entries);
            var changes = new ArrayList<Change>();
            for (var entry : entries) {
                requireVersion(entry);
                var resource = entry.resource();
                if (resource == null) {
                    changes.add(
                            (retires || entry.sourceKey() == null) && isKnownPatient(entry)
                                    ? retired(entry)
                                    : new Change.Delete(requireDeletable(entry), entry.hubId()));
                } else if (entry.onlyIfNew() && session.exists(entry.hubReference())) {
                    untouched.put(entry.hubReference(), asItIs(entry));
                } else {
                    changes.add(Change.Write.whole(resource));
                    duplicateOf(resource).ifPresent(survivor -> {
                        requireOwn(entry, survivor);
                        changes.add(new Change.MergePatients(
                                survivor, resource.getIdElement().getIdPart()));
                    });
                }
            }
            return new Mapped(trigger, null, changes, List.of());
        }

        /** <a href="https://profiles.ihe.net/ITI/PIXm/ITI-104.html">ITI-104</a> Resolve Duplicate Patient: who lives on instead. */
        private static Optional<String> duplicateOf(Resource resource) {
            if (!(resource instanceof Patient patient) || !patient.hasActive() || patient.getActive()) {
                return Optional.empty();
            }
            return patient.getLink().stream()
                    .filter(link -> link.getType() == LinkType.REPLACEDBY)
                    .map(link -> link.getOther().getReferenceElement())
                    .filter(other -> "Patient".equals(other.getResourceType()) && other.hasIdPart())
                    .map(other -> other.getIdPart())
                    .findFirst();
        }

        /** A source decides about its own records: those of two sources are a steward's to merge. */
        private void requireOwn(SubmittedEntry entry, String survivor) {
            var reference = "Patient/" + survivor;
            var isSentAlong = entries.stream()
                    .anyMatch(each ->
                            each.resource() != null && each.hubReference().equals(reference));
            if (!isSentAlong && !own.has(reference)) {
                throw new UnprocessableEntityException(
                        entry.place()
                                + ".resource.link: the Patient that it is replaced by is none that you sent. Name one of yours; a steward merges records of two sources.");
            }
        }

        private boolean isKnownPatient(SubmittedEntry entry) {
            return "Patient".equals(entry.type()) && session.exists(entry.hubReference());
        }

        /** ITI-93 deletes patients: their source does not know them any more, and what others said of them stays. */
        private Change retired(SubmittedEntry entry) {
            var patient = (Patient) current(entry).copy();
            patient.setId(entry.hubId());
            patient.setActive(false);
            return Change.Write.whole(patient);
        }

        private String requireDeletable(SubmittedEntry entry) {
            if (isKnownPatient(entry)) {
                throw new MethodNotAllowedException(
                        entry.place()
                                + ": a patient is not deleted, since others rely on the record. Send it with active=false instead.");
            }
            return entry.type();
        }

        private Written asItIs(SubmittedEntry entry) {
            var meta = current(entry).getMeta();
            return new Written(
                    entry.hubReference(), meta.getVersionId(), Written.Outcome.UNCHANGED, meta.getLastUpdated());
        }

        private void requireVersion(SubmittedEntry entry) {
            if (entry.ifMatch() == null) {
                return;
            }
            var version = session.exists(entry.hubReference())
                    ? current(entry).getMeta().getVersionId()
                    : "none";
            var isAny = entry.ifMatch().equals("*") && !version.equals("none");
            if (!isAny && !entry.ifMatch().equals(version)) {
                throw new PreconditionFailedException(entry.place() + ": If-Match names version " + entry.ifMatch()
                        + ", current is " + version + ". Read it again and repeat your change.");
            }
        }

        private Resource current(SubmittedEntry entry) {
            return Objects.requireNonNull(session.read(entry.hubReference()));
        }
    }
}
