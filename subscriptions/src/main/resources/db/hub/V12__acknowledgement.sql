-- Acknowledgement by people: see docs/messaging.md.

-- Up to which number of a subscription that asks for it Tasks were opened.
create table hub.acknowledgement_mark (
    subscription_id varchar(64) not null primary key,
    opened_up_to    bigint      not null
);

create table hub.acknowledgement (
    subscription_id  varchar(64)              not null,
    event_number     bigint                   not null,
    task_id          varchar(64)              not null unique,
    owner            varchar(200)             not null,
    -- As of the Task.
    status           varchar(20)              not null,
    opened_at        timestamp with time zone not null,
    due_at           timestamp with time zone not null,
    acknowledged_at  timestamp with time zone,
    completed_at     timestamp with time zone,
    -- Whom to tell when nobody acknowledges in time; null for nobody.
    escalate_to      varchar(64),
    escalated_at     timestamp with time zone,
    -- Under which number of that subscription; null if it could not be told.
    escalated_number bigint,
    constraint acknowledgement_pk primary key (subscription_id, event_number)
);
create index acknowledgement_escalation on hub.acknowledgement (escalate_to, escalated_number);
create index acknowledgement_due on hub.acknowledgement (escalated_at, acknowledged_at, due_at);
