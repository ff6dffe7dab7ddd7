import { toIndexed } from '../../../domain/projection.ts';
import type { StoredReport } from '../../../domain/report.ts';
import type { Sql } from './client.ts';
import { sqlJson } from './values.ts';

const types = {
  incident_id: 'text',
  version: 'integer',
  domain_id: 'text',
  status: 'text',
  category: 'text',
  urgency: 'text',
  sentiment: 'text',
  priority: 'text',
  assignee: 'text',
  assignee_name: 'text',
  due_date: 'text',
  place: 'text',
  place_key: 'text',
  source: 'text',
  event_at: 'timestamptz',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  created_by: 'text',
  raw_text: 'text',
  ingestion_data: 'jsonb',
  management_data: 'jsonb',
};
const copied = Object.keys(types).filter((name) => name !== 'incident_id');
const given = Object.entries(types)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/** What is worked out, of the report and its domain `d`: a deadline that is a calendar date starts at midnight in the domain's zone. */
const derived = {
  location: 'point(g.lon, g.lat)',
  due_at: `coalesce(g.due_instant,
    g.due_day::timestamp at time zone coalesce(known_zone(d.timezone), 'UTC'))`,
  language: `search_language(coalesce(d.language, 'en'))`,
};
const written = [...copied, ...Object.keys(derived)];

/**
 * A tenant's own domain comes before a built-in one of its name. Languages and words in one order, so that two writers
 * never wait for each other crosswise.
 */
const upsert = `
  with given as (
    select * from json_to_recordset(:rows::json)
      as g(${given}, lon float8, lat float8, due_day date, due_instant timestamptz)
  ), written as (
    insert into report_index (tenant_id, incident_id, ${written.join(', ')})
    select :tenant::text, g.incident_id, ${copied.map((name) => `g.${name}`).join(', ')}, ${Object.values(derived).join(', ')}
    from given g left join lateral (
      select timezone, language from domains
      where tenant_id in (:tenant, '_builtin') and domain_id = g.domain_id order by is_inbuilt limit 1) d on true
    on conflict (tenant_id, incident_id) do update
      set ${written.map((name) => `${name} = excluded.${name}`).join(', ')}
      where report_index.version <= excluded.version and not report_index.removed
    returning raw_text, domain_id, language
  ), languages as (
    insert into report_languages (tenant_id, domain_id, language)
    select distinct :tenant::text, domain_id, language from written order by 2, 3
    on conflict do nothing
  )
  insert into report_words (tenant_id, word)
  select distinct :tenant::text, word from written, unnest(tsvector_to_array(to_tsvector('simple', raw_text))) word
  where length(word) between 4 and 40 and word ~ '^[[:alpha:]]+$'
  order by 2
  on conflict do nothing`;

const remove = `
  insert into report_index (tenant_id, incident_id, version, removed) values (:tenant, :id, :version::integer, true)
  on conflict (tenant_id, incident_id) do update
    set version = greatest(report_index.version, excluded.version), removed = true,
      ${[...copied, 'location', 'due_at']
        .filter((name) => name !== 'version')
        .map((name) => `${name} = null`)
        .join(', ')}`;

/** Half of the 4 MiB that a request may have, as JSON inside JSON grows. */
const BYTES_A_CALL = 1_500_000;

function toGiven(report: StoredReport): Record<string, unknown> {
  const { row, ...rest } = toIndexed(report);
  const { location, ...columns } = row;
  const [lon, lat] = location?.coordinates ?? [null, null];
  return { ...columns, ...rest, lon, lat };
}

/** Rows in as few calls as their size allows, at least one a call. */
function batches(rows: readonly Record<string, unknown>[]): Record<string, unknown>[][] {
  const all: Record<string, unknown>[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    if (bytes + size > BYTES_A_CALL) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(row);
    bytes += size;
  }
  return all;
}

export async function upsertReports(
  sql: Sql,
  tenantId: string,
  reports: readonly StoredReport[],
): Promise<void> {
  const latest = new Map<string, StoredReport>();
  for (const report of reports)
    if (report.version >= (latest.get(report.incident_id)?.version ?? 0))
      latest.set(report.incident_id, report);
  for (const rows of batches([...latest.values()].map(toGiven)))
    await sql.run(upsert, { tenant: tenantId, rows: sqlJson(rows) });
}

export async function removeReport(
  sql: Sql,
  tenantId: string,
  incidentId: string,
  version: number,
): Promise<void> {
  await sql.run(remove, { tenant: tenantId, id: incidentId, version });
}
