package dev.tributary.server.topics;

import dev.tributary.server.HubUnderTest;

class TopicH2IT extends TopicContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
