package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;

class PatientExchangePostgresIT extends PatientExchangeContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
