create table domains (
  tenant_id text not null references tenants,
  domain_id text not null,
  domain_name text not null,
  -- Of home.timezone: a due date of a report starts at midnight of this zone.
  timezone text not null,
  is_inbuilt boolean not null,
  version integer not null check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, domain_id),
  check (is_inbuilt = (tenant_id = '_builtin'))
);

create index domains_newest on domains (tenant_id, created_at desc, domain_id desc);

create table domain_versions (
  tenant_id text not null,
  domain_id text not null,
  version integer not null,
  document json not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, domain_id, version),
  foreign key (tenant_id, domain_id) references domains on delete cascade
);
