-- Of home.language: how the words of the domain's reports are searched.
alter table domains add column language text not null default 'en';

-- The text search configuration for an ISO 639-1 code: "simple", which takes words as they stand, for a language that
-- this server does not stem. A name, because a column of type regconfig would bar the database from pg_upgrade.
create function search_language(code text) returns text language plpgsql stable as $$
declare
  known name = case code
    when 'ar' then 'arabic' when 'ca' then 'catalan' when 'da' then 'danish' when 'de' then 'german'
    when 'el' then 'greek' when 'en' then 'english' when 'es' then 'spanish' when 'eu' then 'basque'
    when 'fi' then 'finnish' when 'fr' then 'french' when 'ga' then 'irish' when 'hi' then 'hindi'
    when 'hu' then 'hungarian' when 'hy' then 'armenian' when 'id' then 'indonesian' when 'it' then 'italian'
    when 'lt' then 'lithuanian' when 'ne' then 'nepali' when 'nl' then 'dutch' when 'no' then 'norwegian'
    when 'pt' then 'portuguese' when 'ro' then 'romanian' when 'ru' then 'russian' when 'sr' then 'serbian'
    when 'sv' then 'swedish' when 'ta' then 'tamil' when 'tr' then 'turkish' when 'yi' then 'yiddish'
  end;
begin
  if exists (select from pg_ts_config where cfgname = known and cfgnamespace = 'pg_catalog'::regnamespace) then
    return known;
  end if;
  return 'simple';
end
$$;

-- A trigger fills "search" from here on. Another expression for a generated column would rewrite the table and its index,
-- which takes longer than one call of the Data API may.
alter table report_index add column language text not null default 'english';
alter table report_index alter column search drop expression;

create function set_report_search() returns trigger language plpgsql as $$
begin
  new.search = to_tsvector(new.language::regconfig, coalesce(new.raw_text, ''))
    || array_to_tsvector(search_scope(new.tenant_id, coalesce(new.domain_id, '')));
  return new;
end
$$;

create trigger report_search before insert or update on report_index
  for each row execute function set_report_search();

-- The languages that a tenant's reports are kept in, so that a search asks in these. One is never forgotten.
create table report_languages (
  tenant_id text not null,
  domain_id text not null,
  language text not null,
  primary key (tenant_id, domain_id, language)
);

-- From one domain to the next by the index, as reading a million entries of it takes longer than one call may.
insert into report_languages
with recursive domains_of_reports as (
  (select tenant_id, domain_id from report_index where not removed order by tenant_id, domain_id limit 1)
  union all
  select following.* from domains_of_reports d cross join lateral (
    select tenant_id, domain_id from report_index
    where not removed and (tenant_id, domain_id) > (d.tenant_id, d.domain_id) order by tenant_id, domain_id limit 1
  ) following
)
select tenant_id, domain_id, 'english' from domains_of_reports;
