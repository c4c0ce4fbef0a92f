package dev.tributary.server.csv;

import dev.tributary.server.HubUnderTest;

class CsvH2IT extends CsvContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.h2();
    }
}
