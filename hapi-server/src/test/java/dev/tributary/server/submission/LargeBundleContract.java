package dev.tributary.server.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.storage.RecordSession;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** A transaction of more resources than the hub holds at a time, some of which refer to others beyond that bound, on one database. */
abstract class LargeBundleContract {

    private static final String SYSTEM = "https://clinic.example/id";
    private static final int OBSERVATIONS = RecordSession.MOST_HELD + 60;

    abstract HubUnderTest hub();

    @Test
    void aBundleOfHundreds_isStoredWhole_andAnewOnlyWhereItDiffers() {
        var id = "l" + Stay.unique();

        assertThat(versions(bundle(id, 0))).hasSize(OBSERVATIONS + 1).allMatch("W/\"1\""::equals);
        assertThat(versions(bundle(id, 0))).as("sent again").allMatch("W/\"1\""::equals);
        assertThat(versions(bundle(id, 5)).stream().filter("W/\"2\""::equals)).hasSize(5);

        var last = hub().reader().one(Observation.class, Face.identifier(SYSTEM, id + "-" + (OBSERVATIONS - 1)));
        var first = hub().reader().one(Observation.class, Face.identifier(SYSTEM, id + "-0"));
        assertThat(last.getHasMemberFirstRep().getReferenceElement().getIdPart())
                .isEqualTo(first.getIdElement().getIdPart());
        assertThat(first.getValueQuantity().getValue().intValue()).isEqualTo(1);
    }

    private List<String> versions(Bundle bundle) {
        return hub().source("clinic").post("/fhir", bundle).expect(200).as(Bundle.class).getEntry().stream()
                .map(entry -> entry.getResponse().getEtag())
                .toList();
    }

    /** @param changed so many say something else than they do by default */
    private static Bundle bundle(String id, int changed) {
        var bundle = new Bundle().setType(BundleType.TRANSACTION);
        for (var i = OBSERVATIONS - 1; i >= 0; i--) {
            put(bundle, observation(id, i, i < changed ? 1 : 0));
        }
        var patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem(SYSTEM).setValue(id);
        patient.addName().setFamily("Quill").addGiven("Ada");
        put(bundle, patient);
        return bundle;
    }

    private static Observation observation(String id, int number, int value) {
        var observation = new Observation();
        observation.setId(id + "-" + number);
        observation.addIdentifier().setSystem(SYSTEM).setValue(id + "-" + number);
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.setCode(new CodeableConcept().setText("Weight"));
        observation.setSubject(new Reference("Patient/" + id));
        observation.setValue(new Quantity(value));
        if (number > RecordSession.MOST_HELD) {
            observation.addHasMember(new Reference("Observation/" + id + "-" + (OBSERVATIONS - 1 - number)));
        }
        return observation;
    }

    private static void put(Bundle bundle, Resource resource) {
        bundle.addEntry()
                .setResource(resource)
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    }
}
