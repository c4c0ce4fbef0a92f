package dev.tributary.bench.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.bench.hl7v2.Person;
import dev.tributary.bench.hl7v2.Stay;
import java.time.Instant;

/** FHIR transactions of generated encounters, under the sender's own ids; a pure function of run, index and start. */
public final class FhirStays {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SYSTEM = "urn:bench:";

    private final String run;
    private final Instant start;

    public FhirStays(String run, Instant start) {
        this.run = run;
        this.start = start;
    }

    public Stay stay(int index) {
        return Stay.of(run, index);
    }

    /** Patient and Encounter, in progress. */
    public String start(int index) {
        return transaction(stay(index), stay(index), "in-progress");
    }

    /** An encounter in progress of one of {@code patients} people, who come round again. */
    public String startOf(int index, int patients) {
        return transaction(stay(index), stay(index % patients), "in-progress");
    }

    /** Patient and Encounter, finished. */
    public String finish(int index) {
        return transaction(stay(index), stay(index), "finished");
    }

    /** The Patient alone. */
    public String register(int index) {
        var bundle = bundle();
        put((ArrayNode) bundle.path("entry"), patient(stay(index)));
        return bundle.toString();
    }

    private String transaction(Stay visit, Stay person, String status) {
        var bundle = bundle();
        var entries = (ArrayNode) bundle.path("entry");
        put(entries, patient(person));
        put(entries, encounter(visit, person, status));
        return bundle.toString();
    }

    private static ObjectNode bundle() {
        var bundle = JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction");
        bundle.putArray("entry");
        return bundle;
    }

    private static void put(ArrayNode entries, ObjectNode resource) {
        var url = resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
        var entry = entries.addObject();
        entry.set("resource", resource);
        entry.putObject("request").put("method", "PUT").put("url", url);
    }

    private static ObjectNode patient(Stay person) {
        var patient = JSON.createObjectNode().put("resourceType", "Patient").put("id", person.mrn());
        patient.putArray("identifier").addObject().put("system", SYSTEM + "mrn").put("value", person.mrn());
        var invented = Person.of(person.mrn(), person.index());
        var name = patient.putArray("name").addObject().put("family", invented.family());
        name.putArray("given").add(invented.given());
        patient.put("gender", invented.sex().equals("F") ? "female" : "male");
        patient.put("birthDate", invented.born().toString());
        return patient;
    }

    private ObjectNode encounter(Stay visit, Stay person, String status) {
        var encounter = JSON.createObjectNode().put("resourceType", "Encounter").put("id", visit.visit());
        encounter
                .putArray("identifier")
                .addObject()
                .put("system", SYSTEM + "visit")
                .put("value", visit.visit());
        encounter.put("status", status);
        encounter
                .putObject("class")
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .put("code", "AMB");
        encounter.putObject("subject").put("reference", "Patient/" + person.mrn());
        var begin = start.plusSeconds(visit.index());
        var period = encounter.putObject("period").put("start", begin.toString());
        if (status.equals("finished")) {
            period.put("end", begin.plusSeconds(1800).toString());
        }
        return encounter;
    }
}
