package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;

class LargeMergePostgresIT extends LargeMergeContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
