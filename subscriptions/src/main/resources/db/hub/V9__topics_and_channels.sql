-- Topics of any kind, subscriptions over any channel.
alter table hub.event alter column kind set data type varchar(300);
alter table hub.event add column facts ${text};

-- The FHIR Subscription as JSON says everything else; these columns are what queries need. What an earlier build kept in columns
-- cannot be told as JSON here, so its subscriptions have to be stored again (PUT); their counters stay.
delete from hub.subscription;
alter table hub.subscription alter column kind set data type varchar(300);
alter table hub.subscription add column channel varchar(100) not null;
alter table hub.subscription add column resource ${text} not null;
alter table hub.subscription drop column endpoint;
alter table hub.subscription drop column headers;
alter table hub.subscription drop column mime_type;
alter table hub.subscription drop column content;
alter table hub.subscription drop column timeout_seconds;
alter table hub.subscription drop column max_count;
