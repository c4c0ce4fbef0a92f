-- Nothing that was written before can hold the code of the job; null: everything is looked at.
alter table hub.harmonise_job add column written_since timestamp with time zone;
