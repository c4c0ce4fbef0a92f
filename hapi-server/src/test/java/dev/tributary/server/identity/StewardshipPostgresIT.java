package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;

class StewardshipPostgresIT extends StewardshipContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
