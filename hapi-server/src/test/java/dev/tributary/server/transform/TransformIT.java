package dev.tributary.server.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.StructureMap;
import org.hl7.fhir.r4.model.StructureMap.StructureMapContextType;
import org.hl7.fhir.r4.model.StructureMap.StructureMapGroupTypeMode;
import org.hl7.fhir.r4.model.StructureMap.StructureMapInputMode;
import org.hl7.fhir.r4.model.StructureMap.StructureMapModelMode;
import org.hl7.fhir.r4.model.StructureMap.StructureMapTransform;
import org.hl7.fhir.r4.model.UriType;
import org.junit.jupiter.api.Test;

/** StructureMap/$transform with a stored map. */
class TransformIT {

    private static final HubUnderTest HUB = HubUnderTest.h2();
    private static final String PATIENT = "http://hl7.org/fhir/StructureDefinition/Patient";

    private static StructureMap map(String id, String element) {
        var map = new StructureMap();
        map.setId(id);
        map.setUrl("https://example.org/StructureMap/" + id);
        map.setName("Test");
        map.setStatus(PublicationStatus.ACTIVE);
        map.addStructure().setUrl(PATIENT).setMode(StructureMapModelMode.SOURCE);
        map.addStructure().setUrl(PATIENT).setMode(StructureMapModelMode.TARGET);
        var group = map.addGroup().setName("Patients").setTypeMode(StructureMapGroupTypeMode.NONE);
        group.addInput().setName("src").setType("Patient").setMode(StructureMapInputMode.SOURCE);
        group.addInput().setName("tgt").setType("Patient").setMode(StructureMapInputMode.TARGET);
        var rule = group.addRule().setName("language");
        rule.addSource().setContext("src").setElement("name").setVariable("name");
        rule.addTarget()
                .setContext("tgt")
                .setContextType(StructureMapContextType.VARIABLE)
                .setElement(element)
                .setTransform(StructureMapTransform.COPY)
                .addParameter()
                .setValue(new StringType("en"));
        return map;
    }

    private static Parameters content(StructureMap map) {
        var patient = new Patient();
        patient.addName().setFamily("Grey");
        var parameters = new Parameters();
        parameters.addParameter().setName("source").setValue(new UriType(map.getUrl()));
        parameters.addParameter().setName("content").setResource(patient);
        return parameters;
    }

    @Test
    void aStoredMap_makesANewResource() {
        var map = map("t-" + Stay.unique(), "language");
        HUB.operator()
                .put("/fhir/StructureMap/" + map.getIdElement().getIdPart(), map)
                .expect(201);
        var made = HUB.operator()
                .post("/fhir/StructureMap/$transform", content(map))
                .expect(200)
                .as(Patient.class);

        assertThat(made.getLanguage()).isEqualTo("en");
        assertThat(made.hasName()).isFalse();
        assertThat(HUB.reader()
                        .post("/fhir/StructureMap/$transform", content(map))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aRuleThatFails_isNamed() {
        var map = map("t-" + Stay.unique(), "shoeSize");
        HUB.operator()
                .put("/fhir/StructureMap/" + map.getIdElement().getIdPart(), map)
                .expect(201);
        var refused = HUB.operator()
                .post("/fhir/StructureMap/$transform", content(map))
                .expect(422);

        assertThat(refused.body()).contains("Patients", "language", "shoeSize");
        var other = new Parameters();
        other.addParameter().setName("source").setValue(new UriType("https://example.org/none"));
        other.addParameter().setName("content").setResource(new Encounter());
        assertThat(HUB.operator().post("/fhir/StructureMap/$transform", other).status())
                .isEqualTo(404);
    }
}
