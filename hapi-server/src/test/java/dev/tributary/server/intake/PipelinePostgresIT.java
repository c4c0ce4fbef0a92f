package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class PipelinePostgresIT extends PipelineContract {

    private static final String DROP_CONNECTIONS =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()"
                    + " and backend_type = 'client backend'";

    private static final List<String> WATCH_UPDATES = List.of(
            "create table version_update (res_id bigint)",
            "create function note_version_update() returns trigger language plpgsql as"
                    + " 'begin insert into version_update values (new.res_id); return new; end'",
            "create trigger note_version_update after update on hfj_res_ver for each row"
                    + " execute function note_version_update()");

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

    /** HAPI sets a version's source after it has handed the version over; that must not write the whole row again. */
    @Test
    void aVersion_isWrittenOnce() {
        var database = hub().part(JdbcTemplate.class);
        WATCH_UPDATES.forEach(database::execute);
        try {
            var stay = Stay.ofSomebody();
            var sent = new V2[] {stay.adt("A01", "202401010800", "WEST"), stay.discharge("202401020900", "EAST")};
            for (var message : sent) {
                sendUntilAccepted(message);
            }
            hub().journal().settled(sent);

            var encounter = hub().reader().one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()));
            assertThat(encounter.getMeta().getSource()).startsWith("urn:tributary:source:hospital");
            assertThat(database.queryForList("select res_id from version_update"))
                    .isEmpty();
        } finally {
            database.execute("drop function note_version_update() cascade");
            database.execute("drop table version_update");
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
