package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;

class PatientExchangeH2IT extends PatientExchangeContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
