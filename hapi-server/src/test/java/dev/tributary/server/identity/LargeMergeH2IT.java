package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;

class LargeMergeH2IT extends LargeMergeContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
