-- Heads carry what lists filter and sort by; the document of every version is written once and never changed.
create table agents (
  tenant_id text not null references tenants,
  agent_id text not null,
  agent_name text not null,
  agent_class text not null check (agent_class in ('ingestion', 'query', 'management')),
  enabled boolean not null,
  is_inbuilt boolean not null,
  version integer not null check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, agent_id),
  check (is_inbuilt = (tenant_id = '_builtin'))
);

create index agents_newest on agents (tenant_id, created_at desc, agent_id desc);

-- json, not jsonb: the order of an output schema's properties is the author's.
create table agent_versions (
  tenant_id text not null,
  agent_id text not null,
  version integer not null,
  document json not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, agent_id, version),
  foreign key (tenant_id, agent_id) references agents on delete cascade
);
