create table teams (
  tenant_id text not null references tenants,
  team_id text not null,
  version integer not null check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, team_id),
  check (tenant_id <> '_builtin')
);

create index teams_newest on teams (tenant_id, created_at desc, team_id desc);

create table team_versions (
  tenant_id text not null,
  team_id text not null,
  version integer not null,
  document json not null,
  primary key (tenant_id, team_id, version),
  foreign key (tenant_id, team_id) references teams on delete cascade
);
