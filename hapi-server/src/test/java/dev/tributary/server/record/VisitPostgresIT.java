package dev.tributary.server.record;

import dev.tributary.server.HubUnderTest;

class VisitPostgresIT extends VisitContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
