-- How often work on a large message began: one that ends the hub is parked, and not begun for ever.
alter table hub.inbound_message add column begun int default 0 not null;
