-- Topics of any kind, subscriptions over any channel.
alter table hub.event alter column kind set data type varchar(300);
alter table hub.event add column facts ${text};

-- The FHIR Subscription as JSON says everything else; these columns are what queries need. Of what an earlier build kept in columns the
-- criteria are told as JSON, so events go on being counted; the rest the client has to say again. Nothing that is pending is given up.
alter table hub.subscription alter column kind set data type varchar(300);
alter table hub.subscription add column channel varchar(100);
alter table hub.subscription add column resource ${text};
update hub.subscription set channel = 'rest-hook', resource = '{"resourceType":"Subscription","id":"' || id || '","criteria":"' || topic || '"'
    || case when patient_filter is null then '' else ',"_criteria":{"extension":[{"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria","valueString":"Encounter?patient='
    || patient_filter || '"}]}' end
    || ',"channel":{"type":"rest-hook","_payload":{"extension":[{"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content","valueCode":"'
    || content || '"}]}}}';
update hub.subscription set status = 'error', error = 'The hub was upgraded and needs the whole Subscription once more: PUT it again, and what is pending goes out.'
where status <> 'off';
alter table hub.subscription alter column channel set not null;
alter table hub.subscription alter column resource set not null;
alter table hub.subscription drop column endpoint;
alter table hub.subscription drop column headers;
alter table hub.subscription drop column mime_type;
alter table hub.subscription drop column content;
alter table hub.subscription drop column timeout_seconds;
alter table hub.subscription drop column max_count;
