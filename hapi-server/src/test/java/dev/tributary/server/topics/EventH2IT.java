package dev.tributary.server.topics;

import dev.tributary.server.HubUnderTest;

class EventH2IT extends EventContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
