package dev.tributary.server.record;

import dev.tributary.server.HubUnderTest;

class VisitH2IT extends VisitContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
