-- Persons that live on in another: a filter on the old one goes on finding what happens to the heir.
create table hub.patient_alias (
    patient varchar(140) not null primary key,
    -- The one it was replaced by.
    replaced_by varchar(140) not null,
    -- The one at the end of the chain.
    heir    varchar(140) not null
);
create index patient_alias_heir on hub.patient_alias (heir);
