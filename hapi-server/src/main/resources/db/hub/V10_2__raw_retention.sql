-- When the bytes of an applied message were removed; null while they are there.
alter table hub.inbound_message add column raw_removed_at timestamp with time zone;
