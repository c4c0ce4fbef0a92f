package dev.tributary.subscriptions;

class PostgresFanOutTest extends FanOutContract {

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
