import { toPoint } from '../../../domain/geo.ts';
import type { BoundingBox, FeatureCollection, PointFeature } from '../../../domain/geo.ts';
import type { Sql } from './client.ts';
import { packedRows } from './packed-rows.ts';
import { toWhere } from './report-filter.ts';
import type { PreparedFilter } from './report-filter.ts';
import type { Fragment } from './statements.ts';

/** Of the 1 MiB that a response may have, a feature or a cluster with the longest words takes less than 800 bytes. */
const FEATURES_A_CALL = 1_250;
const CLUSTERS_A_CALL = 1_250;
/** Of either, below the 64 KB of a record also with the longest words. */
const FEATURES_A_RECORD = 64;
/** Cells of a cluster are a quarter of a 256-pixel map tile wide. */
const CELLS_PER_TILE = 4;

export const located: Fragment = { text: 'r.location is not null', values: {} };

/**
 * Numbers as texts. `created_at` in seconds since 1970, which takes the database less than a date and this side less than
 * reading one.
 */
interface FeatureRow {
  incident_id: string;
  status: string;
  category: string | null;
  urgency: string | null;
  created_at: string;
  lon: string;
  lat: string;
}
const plain = ['incident_id', 'status', 'created_at', 'lon', 'lat'] as const;
/** What an agent said, which may be any text. */
const json = ['category', 'urgency'] as const;
const createdAt = "date_part('epoch', r.created_at) as created_at";

const toFeature = ({
  lon,
  lat,
  incident_id,
  status,
  category,
  urgency,
  created_at,
}: FeatureRow): PointFeature => ({
  type: 'Feature',
  id: incident_id,
  geometry: toPoint(Number(lon), Number(lat)),
  properties: {
    incident_id,
    status,
    category,
    urgency,
    created_at: new Date(Math.round(Number(created_at) * 1_000)).toISOString(),
  },
});

/** `last_at` is of the last row of a full call only, empty of the others: where the next call goes on. */
type PagedRow = FeatureRow & { last_at: string };

async function readFeatures(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  limit: number,
): Promise<FeatureRow[]> {
  const rows: PagedRow[] = [];
  for (let full = true; full && rows.length < limit;) {
    const last = rows.at(-1);
    const after: Fragment[] = last?.last_at
      ? [
          {
            text: '(r.event_at, r.incident_id) < (:after_at::timestamptz, :after_id)',
            values: { after_at: last.last_at, after_id: last.incident_id },
          },
        ]
      : [];
    const where = toWhere(tenantId, filter, [located, ...after]);
    const size = Math.min(FEATURES_A_CALL, limit - rows.length);
    const some = await packedRows<PagedRow>(
      sql,
      {
        plain: [...plain, ['last_at', 'case when n.place = :size::integer then n.event_at end']],
        json,
      },
      `select r.incident_id, r.status, r.category, r.urgency, ${createdAt}, r.location[0] as lon, r.location[1] as lat,
         r.event_at
       from report_index r where ${where.text} order by r.event_at desc, r.incident_id desc limit :size::integer`,
      { ...where.values, size },
      FEATURES_A_RECORD,
    );
    rows.push(...some);
    full = some.length === size;
  }
  return rows;
}

async function hasMoreThan(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  limit: number,
): Promise<boolean> {
  const where = toWhere(tenantId, filter, [located]);
  const [row] = await sql.rows<{ found: number }>(
    `select count(*) as found from (select 1 from report_index r where ${where.text} limit :most::integer) hits`,
    { ...where.values, most: limit + 1 },
  );
  return (row?.found ?? 0) > limit;
}

/** Status, category, urgency and time are absent but for a cluster of one. */
type ClusterRow = FeatureRow & Record<(typeof extent)[number] | 'count', string>;
const extent = ['west', 'south', 'east', 'north'] as const;

function toCluster(row: ClusterRow): PointFeature {
  const count = Number(row.count);
  if (count === 1) return toFeature(row);
  const bounds = extent.map((side) => Number(row[side])) as BoundingBox;
  return {
    type: 'Feature',
    geometry: toPoint(Number(row.lon), Number(row.lat)),
    properties: { cluster: true, count, bounds },
  };
}

/**
 * One row a cell of `size` degrees; a cell with one report shows that report. Which one is found by its id alone, and in
 * the order of bytes: comparing words of every report by the rules of a language would take longer than all the rest.
 */
const clusterStatement = (where: string): string => `
  select c.*, r.status, r.category, r.urgency, ${createdAt}
  from (
    select count(*) as count, avg(r.location[0]) as lon, avg(r.location[1]) as lat,
      min(r.location[0]) as west, min(r.location[1]) as south, max(r.location[0]) as east, max(r.location[1]) as north,
      min(r.incident_id collate "C") as incident_id
    from report_index r where ${where}
    group by floor((r.location[0] + 180) / :size::float8), floor((r.location[1] + 90) / :size::float8)
    order by count(*) desc limit :most::integer
  ) c left join lateral (
    select o.status, o.category, o.urgency, o.created_at from report_index o
    where c.count = 1 and o.tenant_id = :tenant and o.incident_id = c.incident_id collate "default" offset 0
  ) r on true
  order by c.count desc`;

const clusterColumns = { plain: [...plain, ...extent, 'count'], json } as const;

/** Coarser cells until there are no more than `limit`: a map shows every report in some cluster. */
async function readClusters(sql: Sql, tenantId: string, filter: PreparedFilter, zoom: number, limit: number) {
  const where = toWhere(tenantId, filter, [located]);
  const most = Math.min(limit, CLUSTERS_A_CALL);
  for (let size = 360 / 2 ** zoom / CELLS_PER_TILE; ; size *= 2) {
    const values = { ...where.values, size, most: most + 1 };
    const statement = clusterStatement(where.text);
    const rows = await packedRows<ClusterRow>(sql, clusterColumns, statement, values, FEATURES_A_RECORD);
    if (rows.length <= most || size > 360) return rows.slice(0, most).map(toCluster);
  }
}

export async function mapReports(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  { zoom, limit }: { zoom?: number | undefined; limit: number },
): Promise<FeatureCollection> {
  if (zoom !== undefined && (await hasMoreThan(sql, tenantId, filter, limit)))
    return { type: 'FeatureCollection', features: await readClusters(sql, tenantId, filter, zoom, limit) };
  const rows = await readFeatures(sql, tenantId, filter, limit + 1);
  const features = rows.slice(0, limit).map(toFeature);
  return { type: 'FeatureCollection', features, ...(rows.length > limit ? { truncated: true } : {}) };
}
