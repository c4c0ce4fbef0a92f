-- What maps leave behind or cannot translate, by day. Paths without repetitions; never a value.
create table hub.mapping_loss (
    source_id       varchar(64)              not null,
    lost_on         date                     not null,
    trigger_event   varchar(64)              not null,
    kind            varchar(16)              not null,
    path            varchar(256)             not null,
    occurrences     bigint                   not null,
    example_path    varchar(256)             not null,
    example_message varchar(36)              not null,
    last_seen       timestamp with time zone not null,
    primary key (source_id, lost_on, trigger_event, kind, path)
);

-- Local codes as they came; whether one is mapped meanwhile is asked of the ConceptMaps.
create table hub.unmapped_code (
    -- Of source, system and code.
    code_key        varchar(64)              not null primary key,
    source_id       varchar(64)              not null,
    code_system     varchar(512)             not null,
    code            varchar(256)             not null,
    display         varchar(512),
    element         varchar(256)             not null,
    occurrences     bigint                   not null,
    first_seen      timestamp with time zone not null,
    last_seen       timestamp with time zone not null,
    example_message varchar(36)              not null
);
create index unmapped_code_source on hub.unmapped_code (source_id, code_system);

-- Translating again what is stored: one row a job, worked on by whoever holds the lease.
create table hub.harmonise_job (
    job_id       varchar(36)              not null primary key,
    state        varchar(16)              not null,
    source_id    varchar(64),
    code_system  varchar(512)             not null,
    code         varchar(256)             not null,
    -- HAPI's resource numbers: done up to reached, ends with ends_at; null until it begins.
    reached      bigint default 0         not null,
    ends_at      bigint,
    examined     bigint default 0         not null,
    changed      bigint default 0         not null,
    reason       varchar(2000),
    not_before   timestamp with time zone not null,
    lease_owner  varchar(36),
    lease_until  timestamp with time zone,
    created_by   varchar(256)             not null,
    created_at   timestamp with time zone not null,
    completed_at timestamp with time zone
);
create index harmonise_job_state on hub.harmonise_job (state);
