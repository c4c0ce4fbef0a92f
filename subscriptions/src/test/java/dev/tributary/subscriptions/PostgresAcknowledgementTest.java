package dev.tributary.subscriptions;

class PostgresAcknowledgementTest extends AcknowledgementContract {

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
