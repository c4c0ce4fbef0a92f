package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;

/** A stock FHIR client that knows nothing of the target works with it. */
final class ClientChecks {
    private ClientChecks() {}

    static List<Check> all() {
        return List.of(check(Group.CORE, "core.stock-client", "HAPI's own FHIR client writes, searches and reads")
                .proves("R4-10", "R4-11", "R4-15")
                .by(ClientChecks::roundTrip));
    }

    private static IGenericClient client(Scene scene, Role role) {
        var context = Fhir.r4();
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client =
                context.newRestfulGenericClient(scene.target().fhir().toString());
        scene.target()
                .token(role)
                .ifPresent(token -> client.registerInterceptor(new BearerTokenAuthInterceptor(token)));
        return client;
    }

    private static void roundTrip(Scene scene) {
        Patient patient = scene.samples().patient();
        String identifier = patient.getIdElement().getIdPart();
        Bundle transaction = Samples.put(Samples.transaction(), patient);
        Bundle response =
                client(scene, Role.SOURCE).transaction().withBundle(transaction).execute();
        Expect.size("entries of the answer", 1, response.getEntry());
        IGenericClient reader = client(scene, Role.READER);
        Bundle found = reader.search()
                .forResource(Patient.class)
                .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(Samples.SYSTEM, identifier))
                .returnBundle(Bundle.class)
                .execute();
        List<Patient> patients = Fhir.in(found, Patient.class);
        Expect.size("matches", 1, patients);
        Patient read = reader.read()
                .resource(Patient.class)
                .withId(patients.get(0).getIdElement().getIdPart())
                .execute();
        Expect.equal(
                "family name",
                patient.getNameFirstRep().getFamily(),
                read.getNameFirstRep().getFamily());
    }
}
