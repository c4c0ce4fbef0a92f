package dev.tributary.subscriptions;

class H2OperationTest extends OperationContract {

    @Override
    TestDatabase database() {
        return TestDatabase.H2;
    }
}
