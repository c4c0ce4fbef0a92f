package dev.tributary.server.topics;

import dev.tributary.server.HubUnderTest;

class TopicPostgresIT extends TopicContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
