package dev.tributary.subscriptions;

class H2ContentTest extends ContentContract {

    @Override
    TestDatabase database() {
        return TestDatabase.H2;
    }
}
