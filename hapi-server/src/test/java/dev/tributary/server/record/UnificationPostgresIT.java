package dev.tributary.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.JournalView;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.junit.jupiter.api.Test;

/** With two replicas on one database. */
class UnificationPostgresIT extends UnificationContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }

    @Override
    List<HubUnderTest> replicas() {
        return List.of(HubUnderTest.postgres(), HubUnderTest.replica());
    }

    /** A lane belongs to one replica at a time: whichever takes a message in, a patient's messages apply in order. */
    @Test
    void messagesTakenInByTwoReplicas_applyInOrder() {
        var stays = new ArrayList<Stay>();
        var sent = new ArrayList<V2>();
        for (var i = 0; i < 6; i++) {
            var stay = Stay.ofSomebody();
            stays.add(stay);
            for (var move = 0; move < 10; move++) {
                var message = stay.adt(move == 0 ? "A01" : "A02", "20240101080" + move, "WARD" + move);
                sent.add(message);
                replicas().get(move % 2).source("hospital").hl7v2(message).expect(200);
            }
        }
        assertThat(hub().journal().settled(sent.toArray(V2[]::new)))
                .allSatisfy(detail ->
                        assertThat(JournalView.outcome(detail, "Encounter")).isIn("created", "updated"));
        for (var stay : stays) {
            var encounter = hub().reader().one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()));
            assertThat(encounter.getMeta().getVersionId()).isEqualTo("10");
        }
    }
}
