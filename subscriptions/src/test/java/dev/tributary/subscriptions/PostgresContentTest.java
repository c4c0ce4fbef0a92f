package dev.tributary.subscriptions;

class PostgresContentTest extends ContentContract {

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
