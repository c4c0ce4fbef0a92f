package dev.tributary.server.fhir;

import dev.tributary.server.HubUnderTest;

class AccessH2IT extends AccessContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
