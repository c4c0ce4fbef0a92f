-- Whoever works on a job holds it until then; a replica that crashed lets go by itself.
alter table hub.identity_job add owner varchar(36);
alter table hub.identity_job add leased_until timestamp with time zone;
alter table hub.identity_job add attempts integer default 0 not null;
-- What it works with: the model of a dry run.
alter table hub.identity_job add input ${text};

-- Models that this hub trained. At most one is active; without one the configured model decides.
create table hub.identity_model (
    version      varchar(64)              not null primary key,
    model        ${text}                  not null,
    job_id       varchar(36)              not null,
    created_at   timestamp with time zone not null,
    activated_at timestamp with time zone,
    activated_by varchar(128)
);
