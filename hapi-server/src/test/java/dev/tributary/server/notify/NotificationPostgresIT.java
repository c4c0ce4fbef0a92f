package dev.tributary.server.notify;

import dev.tributary.server.HubUnderTest;

class NotificationPostgresIT extends NotificationContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
