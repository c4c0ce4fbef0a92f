package dev.tributary.server.notify;

import dev.tributary.server.HubUnderTest;

class MessagingH2IT extends MessagingContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
