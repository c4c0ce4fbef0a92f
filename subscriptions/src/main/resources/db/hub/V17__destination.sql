-- What several subscriptions send to one HL7 v2 destination arrives there as one stream, so it goes in the order of the events.
alter table hub.subscription add column destination varchar(300);
update hub.subscription set destination = lower(substring(
    substring(resource from position('"endpoint":"' in resource) + 12)
    from 1 for position('"' in substring(resource from position('"endpoint":"' in resource) + 12)) - 1))
where channel = 'hl7v2-mllp' and position('"endpoint":"mllp' in resource) > 0;
create index subscription_by_destination on hub.subscription (destination);
