-- Work over the whole population: indexing, and what another model would decide.
create table hub.identity_job (
    job_id     varchar(36)              not null primary key,
    kind       varchar(16)              not null,
    -- running, done, failed, stopped
    state      varchar(16)              not null,
    actor      varchar(128)             not null,
    total      bigint                   not null,
    done       bigint                   not null,
    -- The last record that was looked at: where to go on.
    position   varchar(64)              not null,
    result     ${text}                  not null,
    started_at timestamp with time zone not null,
    changed_at timestamp with time zone not null
);
