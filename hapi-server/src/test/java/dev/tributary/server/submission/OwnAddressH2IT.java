package dev.tributary.server.submission;

import dev.tributary.server.HubUnderTest;

class OwnAddressH2IT extends OwnAddressContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
