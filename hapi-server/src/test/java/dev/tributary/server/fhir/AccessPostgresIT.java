package dev.tributary.server.fhir;

import dev.tributary.server.HubUnderTest;

class AccessPostgresIT extends AccessContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
