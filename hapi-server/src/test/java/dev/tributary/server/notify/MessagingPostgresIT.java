package dev.tributary.server.notify;

import dev.tributary.server.HubUnderTest;

class MessagingPostgresIT extends MessagingContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
