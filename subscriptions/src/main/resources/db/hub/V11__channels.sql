-- Until when a subscription with a heartbeat period must have heard something; null for the others.
alter table hub.subscription_lane add column heartbeat_at timestamp with time zone;

-- Tokens that bind a web socket to subscriptions, by their digests.
create table hub.binding_token (
    token_hash    varchar(64)              not null primary key,
    owner         varchar(200)             not null,
    -- Logical ids, separated by spaces.
    subscriptions ${text}                  not null,
    expires_at    timestamp with time zone not null
);
create index binding_token_by_end on hub.binding_token (expires_at);
