package dev.tributary.server.identity;

import dev.tributary.server.HubUnderTest;

class MatchingH2IT extends MatchingContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
