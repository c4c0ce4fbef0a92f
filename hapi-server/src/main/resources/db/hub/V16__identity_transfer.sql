-- What refers to one person is still on its way to another: until the job has ended both are read as one.
create table hub.identity_transfer (
    job_id       varchar(36) not null primary key,
    from_unified varchar(64) not null,
    to_unified   varchar(64) not null
);

-- The undo that put this back already, if it came in batches.
alter table hub.identity_repointed add restored_by varchar(36);
