package dev.tributary.server.identity;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;

/** Both records of a review as they are now, as FHIR JSON. */
final class Sides {

    private final DaoRegistry daos;
    private final FhirContext fhir;
    private final Explanation explanation;

    Sides(DaoRegistry daos, FhirContext fhir, Explanation explanation) {
        this.daos = daos;
        this.fhir = fhir;
        this.explanation = explanation;
    }

    /** One side. */
    record Side(String record, String source, String person, JsonNode patient) {}

    List<Side> of(Review review) {
        return List.of(
                side(review.recordA(), review.sourceA(), review.personA()),
                side(review.recordB(), review.sourceB(), review.personB()));
    }

    private Side side(String record, String source, String person) {
        var patient = daos.getResourceDao("Patient").read(new IdType("Patient", record), new SystemRequestDetails());
        return new Side(
                record, source, person, explanation.read(fhir.newJsonParser().encodeResourceToString(patient)));
    }
}
