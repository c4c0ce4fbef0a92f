package dev.tributary.server.intake;

import dev.tributary.server.HubUnderTest;

class PipelineH2IT extends PipelineContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
