package dev.tributary.server.notify;

import dev.tributary.server.HubUnderTest;

class PanelH2IT extends PanelContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
