package dev.tributary.subscriptions;

class H2FanOutTest extends FanOutContract {

    @Override
    TestDatabase database() {
        return TestDatabase.H2;
    }
}
