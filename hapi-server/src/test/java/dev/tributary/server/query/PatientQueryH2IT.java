package dev.tributary.server.query;

import dev.tributary.server.HubUnderTest;

class PatientQueryH2IT extends PatientQueryContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
