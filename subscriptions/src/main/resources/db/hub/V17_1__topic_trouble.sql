-- Topics that could not be asked about a change, whichever replica asked.
create table hub.topic_trouble (
    kind       varchar(300)             not null,
    canonical  varchar(300)             not null,
    reason     varchar(300)             not null,
    times      bigint                   not null,
    first_at   timestamp with time zone not null,
    last_at    timestamp with time zone not null,
    constraint topic_trouble_pk primary key (kind)
);
