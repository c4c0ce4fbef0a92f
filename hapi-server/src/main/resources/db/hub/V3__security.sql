-- OAuth2 clients that fetch tokens with a secret. Clients of the configuration and tokens of the command line have no row.
create table hub.client (
  client_id varchar(100) not null primary key,
  -- {bcrypt}…: the secret itself is shown once, when it is made
  secret_hash varchar(200) not null,
  -- separated by one blank, as in the token
  scopes varchar(200) not null,
  created_at timestamp with time zone not null,
  -- client id of the operator who made it
  created_by varchar(100) not null
);
