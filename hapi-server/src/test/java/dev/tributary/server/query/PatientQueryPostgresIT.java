package dev.tributary.server.query;

import dev.tributary.server.HubUnderTest;

class PatientQueryPostgresIT extends PatientQueryContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
