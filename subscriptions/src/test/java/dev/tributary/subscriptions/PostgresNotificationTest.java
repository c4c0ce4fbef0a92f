package dev.tributary.subscriptions;

class PostgresNotificationTest extends NotificationContract {

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
