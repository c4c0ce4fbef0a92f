package dev.tributary.server.submission;

import dev.tributary.server.HubUnderTest;

class SubmissionH2IT extends SubmissionContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
