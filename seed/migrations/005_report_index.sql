create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- The name, when this server knows the zone; UTC otherwise. An offset such as +05:30 is turned into POSIX form, whose
-- sign is the other way round.
create function known_zone(name text) returns text language plpgsql stable as $$
begin
  if name ~ '^[+-]\d\d(:?\d\d)?$' then
    return translate(name, '+-', '-+');
  end if;
  if name !~ '^[A-Za-z]' then
    return 'UTC';
  end if;
  perform now() at time zone name;
  return name;
exception when invalid_parameter_value then
  return 'UTC';
end
$$;

-- Lexemes that no text contains: they scope a search for words or places to a tenant, or to one of its domains, inside the index.
create function search_scope(tenant text, domain text) returns text[] language sql immutable as $$
  select array['~' || md5(tenant), '~' || md5(tenant || '/' || domain)]
$$;

-- The searchable projection of reports. A removed report leaves its row behind, empty, so that a late write cannot
-- bring it back; hence "not removed" in every index but the key.
create table report_index (
  tenant_id text not null,
  incident_id text not null,
  version integer not null,
  removed boolean not null default false,
  domain_id text,
  status text,
  category text,
  urgency text,
  sentiment text,
  priority text,
  assignee text,
  assignee_name text,
  due_date text,
  due_at timestamptz,
  place text,
  place_key text,
  location point,
  source text,
  event_at timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  created_by text,
  raw_text text,
  ingestion_data jsonb,
  management_data jsonb,
  search tsvector generated always as (
    to_tsvector('english', coalesce(raw_text, ''))
    || array_to_tsvector(search_scope(tenant_id, coalesce(domain_id, '')))
  ) stored,
  place_search tsvector generated always as (
    to_tsvector('simple', coalesce(place_key, ''))
    || array_to_tsvector(search_scope(tenant_id, coalesce(domain_id, '')))
  ) stored,
  primary key (tenant_id, incident_id),
  check (removed or (domain_id is not null and status is not null and event_at is not null and raw_text is not null))
);

-- Covers the counts and the aggregates over fixed columns.
create index report_index_newest on report_index (tenant_id, domain_id, event_at desc, incident_id desc)
  include (status, category, urgency, sentiment) where not removed;

create index report_index_tenant_newest on report_index (tenant_id, event_at desc, incident_id desc) where not removed;

create index report_index_open on report_index (tenant_id, domain_id, event_at desc, incident_id desc)
  include (category, urgency) where not removed and status not in ('resolved', 'closed', 'rejected');

create index report_index_due on report_index (tenant_id, domain_id, due_at, incident_id)
  where not removed and due_at is not null;

create index report_index_location on report_index using gist (tenant_id, domain_id, location)
  where not removed and location is not null;

create index report_index_search on report_index using gin (search) where not removed;

create index report_index_place on report_index using gin (place_search) where not removed;

-- The words of a tenant's reports, against which a misspelt search is put right. A word is never forgotten.
create table report_words (
  tenant_id text not null,
  word text not null,
  primary key (tenant_id, word)
);

create index report_words_similar on report_words using gist (tenant_id, word gist_trgm_ops);
