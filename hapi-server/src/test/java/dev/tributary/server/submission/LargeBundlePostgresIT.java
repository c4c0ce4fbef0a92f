package dev.tributary.server.submission;

import dev.tributary.server.HubUnderTest;

class LargeBundlePostgresIT extends LargeBundleContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
