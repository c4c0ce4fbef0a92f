package dev.tributary.server.topics;

import dev.tributary.server.HubUnderTest;

class EventPostgresIT extends EventContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
