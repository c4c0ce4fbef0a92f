package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.ArrayList;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class PipelinePostgresIT extends PipelineContract {

    private static final String DROP_CONNECTIONS =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()"
                    + " and backend_type = 'client backend'";

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }

    /** Trouble that passes: what was acknowledged is applied in order, with nobody's help. */
    @Test
    void aDatabaseThatDropsEveryConnection_losesNothing() {
        var sent = new ArrayList<V2>();
        var stays = new ArrayList<Stay>();
        for (var i = 0; i < 12; i++) {
            var stay = Stay.ofSomebody();
            stays.add(stay);
            for (var message : new V2[] {
                stay.adt("A01", "202401010800", "WEST"),
                stay.adt("A02", "202401011200", "EAST"),
                stay.discharge("202401020900", "EAST")
            }) {
                sent.add(message);
                sendUntilAccepted(message);
            }
            if (i % 4 == 1) {
                hub().part(JdbcTemplate.class).queryForObject(DROP_CONNECTIONS, Integer.class);
            }
        }
        assertThat(hub().journal().settled(sent.toArray(V2[]::new)))
                .allSatisfy(detail -> assertThat(detail.path("state").asText()).isEqualTo("applied"));
        for (var stay : stays) {
            var encounter = hub().reader().one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()));
            assertThat(encounter.getStatus()).isEqualTo(EncounterStatus.FINISHED);
            assertThat(encounter.getMeta().getVersionId()).isEqualTo("3");
        }
    }

    /** As a sender must: the same message again until it is accepted. */
    private void sendUntilAccepted(V2 message) {
        for (var attempt = 0; attempt < 20; attempt++) {
            var answer = hub().source("hospital").hl7v2(message);
            if (answer.status() == 200 && answer.body().contains("MSA|AA|")) {
                return;
            }
            assertThat(answer.status()).isIn(400, 500, 503);
        }
        throw new AssertionError("The hub did not accept a message in 20 attempts");
    }
}
