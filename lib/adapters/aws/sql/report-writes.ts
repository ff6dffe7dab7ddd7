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

/** A deadline that is a calendar date starts at midnight in the zone of the report's domain. */
const dueAt = `coalesce(g.due_instant, g.due_day::timestamp at time zone coalesce(
  (select known_zone(d.timezone) from domains d
   where d.tenant_id in (:tenant, '_builtin') and d.domain_id = g.domain_id order by d.is_inbuilt limit 1), 'UTC'))`;

/** Words in one order, so that two writers never wait for each other crosswise. */
const upsert = `
  with given as (
    select * from json_to_recordset(:rows::json)
      as g(${given}, lon float8, lat float8, due_day date, due_instant timestamptz)
  ), written as (
    insert into report_index (tenant_id, incident_id, ${copied.join(', ')}, location, due_at)
    select :tenant::text, g.incident_id, ${copied.map((name) => `g.${name}`).join(', ')}, point(g.lon, g.lat), ${dueAt}
    from given g
    on conflict (tenant_id, incident_id) do update
      set ${[...copied, 'location', 'due_at'].map((name) => `${name} = excluded.${name}`).join(', ')}
      where report_index.version <= excluded.version and not report_index.removed
    returning raw_text
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
