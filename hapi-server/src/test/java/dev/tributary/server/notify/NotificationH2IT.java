package dev.tributary.server.notify;

import dev.tributary.server.HubUnderTest;

class NotificationH2IT extends NotificationContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
