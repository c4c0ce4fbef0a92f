package dev.tributary.server.submission;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.mapping.DeterministicId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.UriType;

/**
 * <a href="https://profiles.ihe.net/ITI/PMIR/ITI-93.html">ITI-93 Mobile Patient Identity Feed</a> (IH-07): a message whose second entry is
 * a history of Patients. Each is stored for itself; what a source merged it cannot take apart again (405), as a steward can.
 */
final class PatientFeed {

    private static final String EVENT = "urn:ihe:iti:pmir:2019:patient-feed";

    private final DaoRegistry daos;
    /** Where the hub takes messages. */
    private final String endpoint;

    PatientFeed(DaoRegistry daos, String endpoint) {
        this.daos = daos;
        this.endpoint = endpoint;
    }

    /**
     * Answers a message.
     *
     * @param store stores a batch and answers one response per entry
     * @throws UnprocessableEntityException if it is no patient feed
     */
    Bundle answer(String sourceId, Bundle message, Function<Bundle, List<BundleEntryResponseComponent>> store) {
        var header = header(message);
        var history = history(message);
        var batch = new Bundle().setType(BundleType.BATCH);
        var refused = new ArrayList<Integer>();
        for (var i = 0; i < history.getEntry().size(); i++) {
            var entry = history.getEntry().get(i);
            if (isUnmerge(sourceId, entry)) {
                refused.add(i);
            } else {
                batch.addEntry(underItsId(entry));
            }
        }
        var responses = new ArrayList<BundleEntryResponseComponent>();
        if (batch.hasEntry()) {
            responses.addAll(store.apply(batch));
        }
        refused.forEach(i -> responses.add(i, unmergeRefused()));
        return response(header, responses);
    }

    /** Who is told of has an id already where the feed comes from: created under it, the next message about this id is about the same one. */
    private static BundleEntryComponent underItsId(BundleEntryComponent entry) {
        var url = new IdType(entry.getFullUrl());
        var id = entry.getResource() instanceof Patient patient
                        && patient.getIdElement().hasIdPart()
                ? patient.getIdElement().getIdPart()
                : "Patient".equals(url.getResourceType()) ? url.getIdPart() : null;
        if (id == null || entry.getRequest().getMethod() != HTTPVerb.POST) {
            return entry;
        }
        var put = entry.copy();
        put.getResource().setId(id);
        put.getRequest().setMethod(HTTPVerb.PUT).setUrl("Patient/" + id);
        return put;
    }

    private static MessageHeader header(Bundle message) {
        if (message.getEntryFirstRep().getResource() instanceof MessageHeader header
                && header.getEvent() instanceof UriType event
                && EVENT.equals(event.getValue())) {
            return header;
        }
        throw new UnprocessableEntityException(
                "Bundle.entry[0]: the messages that the hub takes begin with a MessageHeader, with an eventCoding of "
                        + AlertMessage.EVENTS + " or eventUri " + EVENT + ".");
    }

    private static Bundle history(Bundle message) {
        if (message.getEntry().size() > 1
                && message.getEntry().get(1).getResource() instanceof Bundle history
                && history.getType() == BundleType.HISTORY) {
            return history;
        }
        throw new InvalidRequestException("Bundle.entry[1]: a Bundle of type history with the Patients is missing.");
    }

    private boolean isUnmerge(String sourceId, BundleEntryComponent entry) {
        if (!(entry.getResource() instanceof Patient patient)
                || !patient.getIdElement().hasIdPart()) {
            return false;
        }
        if (patient.hasActive() && !patient.getActive()) {
            return false;
        }
        try {
            var id = DeterministicId.of(
                    sourceId, "Patient", patient.getIdElement().getIdPart());
            var stored = (Patient)
                    daos.getResourceDao("Patient").read(new IdType("Patient", id), new SystemRequestDetails());
            return stored.hasActive()
                    && !stored.getActive()
                    && stored.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return false;
        }
    }

    private static BundleEntryResponseComponent unmergeRefused() {
        return new BundleEntryResponseComponent()
                .setStatus("405")
                .setOutcome(SubmissionErrors.outcome(
                        IssueType.NOTSUPPORTED,
                        "This Patient was merged. A steward takes merges back, with Patient/$undo or $unlink."));
    }

    private Bundle response(MessageHeader request, List<BundleEntryResponseComponent> responses) {
        var header = new MessageHeader();
        header.setEvent(new UriType(EVENT));
        var called = request.getDestinationFirstRep().getEndpoint();
        header.getSource().setEndpoint(called == null ? endpoint : called);
        header.getResponse()
                .setIdentifier(
                        request.getIdElement().hasIdPart()
                                ? request.getIdElement().getIdPart()
                                : "unknown")
                .setCode(
                        responses.stream().allMatch(each -> each.getStatus().startsWith("2"))
                                ? ResponseType.OK
                                : ResponseType.FATALERROR);
        var answers = new Bundle().setType(BundleType.BATCHRESPONSE);
        responses.forEach(each -> answers.addEntry().setResponse(each));
        var message = new Bundle().setType(BundleType.MESSAGE);
        message.addEntry().setResource(header);
        message.addEntry().setResource(answers);
        return message;
    }
}
