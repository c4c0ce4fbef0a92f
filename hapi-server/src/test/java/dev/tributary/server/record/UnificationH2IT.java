package dev.tributary.server.record;

import dev.tributary.server.HubUnderTest;

class UnificationH2IT extends UnificationContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
