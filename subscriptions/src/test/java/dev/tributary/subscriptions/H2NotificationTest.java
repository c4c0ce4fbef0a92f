package dev.tributary.subscriptions;

class H2NotificationTest extends NotificationContract {

    @Override
    TestDatabase database() {
        return TestDatabase.H2;
    }
}
