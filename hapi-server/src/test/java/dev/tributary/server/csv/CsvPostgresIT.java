package dev.tributary.server.csv;

import dev.tributary.server.HubUnderTest;

class CsvPostgresIT extends CsvContract {

    @Override
    HubUnderTest hub() {
        return HubUnderTest.postgres();
    }
}
