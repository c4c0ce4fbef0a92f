package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;

class StewardshipH2IT extends StewardshipContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
