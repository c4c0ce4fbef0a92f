package dev.tributary.server.submission;

import dev.tributary.server.HubUnderTest;

class SubmissionPostgresIT extends SubmissionContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
