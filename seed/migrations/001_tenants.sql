-- The tenant that owns what is built in. No token can name it: see the check on users.
create table tenants (
  tenant_id text primary key,
  created_at timestamptz not null default now()
);

insert into tenants (tenant_id) values ('_builtin');

create table users (
  tenant_id text not null references tenants,
  user_id text not null,
  username text not null,
  role text not null check (role in ('admin', 'analyst', 'member')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  check (tenant_id <> '_builtin')
);
