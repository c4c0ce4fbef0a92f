-- How many messages of a file the journal took: their states are asked of the journal's index, and nobody counts a million rows.
alter table hub.csv_job add column messages bigint default 0 not null;
update hub.csv_job set messages = (select count(*) from hub.csv_row r where r.job_id = hub.csv_job.job_id);
