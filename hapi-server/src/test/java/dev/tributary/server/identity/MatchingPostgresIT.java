package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;
import java.util.List;

/** With two replicas on one database. */
class MatchingPostgresIT extends MatchingContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }

    @Override
    List<HubUnderTest> replicas() {
        return List.of(HubUnderTest.postgres(), HubUnderTest.replica());
    }
}
