package dev.tributary.subscriptions;

class H2AcknowledgementTest extends AcknowledgementContract {

    @Override
    TestDatabase database() {
        return TestDatabase.H2;
    }
}
