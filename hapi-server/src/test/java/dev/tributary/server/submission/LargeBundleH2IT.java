package dev.tributary.server.submission;

import dev.tributary.server.HubUnderTest;

class LargeBundleH2IT extends LargeBundleContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
