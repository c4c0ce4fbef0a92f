-- Topics of clients, corrections that find who was told first, and events of one thing that two feeds tell.

-- Kinds of event that this one takes back or changes, separated by spaces.
alter table hub.event add column corrects varchar(1000);
-- The event that told the same first; such an event is numbered for nobody.
alter table hub.event add column duplicate_of bigint;
create index event_by_focus on hub.event (focus, kind);
create index event_by_patient on hub.event (patient, recorded_at);

-- SubscriptionTopics of clients; the resource itself is kept as Basic.
create table hub.topic (
    id         varchar(64)              not null primary key,
    canonical  varchar(300)             not null unique,
    owner      varchar(200)             not null,
    status     varchar(20)              not null,
    resource   ${text}                  not null,
    revision   bigint                   not null,
    changed_at timestamp with time zone not null
);
