package dev.tributary.server.submission;

import dev.tributary.server.HubUnderTest;

class OwnAddressPostgresIT extends OwnAddressContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
