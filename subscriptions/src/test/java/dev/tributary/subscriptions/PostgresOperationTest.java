package dev.tributary.subscriptions;

class PostgresOperationTest extends OperationContract {

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
