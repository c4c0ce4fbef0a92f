package dev.tributary.server.notify;

import dev.tributary.server.HubUnderTest;

class PanelPostgresIT extends PanelContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
