-- Which subscriptions have ended is asked every second.
create index subscription_by_end on hub.subscription (ends_at);
