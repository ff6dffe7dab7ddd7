import { toPoint } from '../../../domain/geo.ts';
import type { BoundingBox, FeatureCollection, PointFeature } from '../../../domain/geo.ts';
import type { ReportFilter } from '../../../domain/filter.ts';
import type { StoredReport, ReportRow } from '../../../domain/report.ts';
import { toIndexed } from '../../../domain/projection.ts';
import type { Hotspot } from '../../../ports/relational.ts';
import type { Sql } from './client.ts';
import { inCircle, metresFrom } from './geometry.ts';
import { packedRows, toInstant } from './packed-rows.ts';
import { toWhere } from './report-filter.ts';
import type { PreparedFilter } from './report-filter.ts';
import { rowColumns, toReportRow } from './report-rows.ts';
import type { SelectedRow } from './report-rows.ts';
import type { Fragment } from './statements.ts';

/** Of the 1 MiB that a response may have, a feature or a cluster with the longest words takes less than 800 bytes. */
const FEATURES_A_CALL = 1_250;
const CLUSTERS_A_CALL = 1_250;
/** Of either, far below the 64 KB of a record also with the longest words. */
const FEATURES_A_RECORD = 20;
/** Cells of a cluster are a quarter of a 256-pixel map tile wide. */
const CELLS_PER_TILE = 4;

const located: Fragment = { text: 'r.location is not null', values: {} };

interface FeaturePlace {
  incident_id: string;
  status: string;
  category: string | null;
  urgency: string | null;
  created_at: string;
  lon: number;
  lat: number;
}
type FeatureRow = FeaturePlace & { event_at: string };

const toFeature = ({
  lon,
  lat,
  incident_id,
  status,
  category,
  urgency,
  created_at,
}: FeaturePlace): PointFeature => ({
  type: 'Feature',
  id: incident_id,
  geometry: toPoint(lon, lat),
  properties: { incident_id, status, category, urgency, created_at: toInstant(created_at) },
});

async function readFeatures(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  limit: number,
): Promise<FeatureRow[]> {
  const rows: FeatureRow[] = [];
  for (let full = true; full && rows.length < limit;) {
    const last = rows.at(-1);
    const after: Fragment[] = last
      ? [
          {
            text: '(r.event_at, r.incident_id) < (:after_at::timestamptz, :after_id)',
            values: { after_at: last.event_at, after_id: last.incident_id },
          },
        ]
      : [];
    const where = toWhere(tenantId, filter, [located, ...after]);
    const size = Math.min(FEATURES_A_CALL, limit - rows.length);
    const some = await packedRows<FeatureRow>(
      sql,
      `select r.incident_id, r.status, r.category, r.urgency, r.created_at, r.event_at, r.location[0] as lon, r.location[1] as lat
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

/** Status, category, urgency and time are null but for a cluster of one. */
interface ClusterRow extends FeaturePlace {
  count: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

function toCluster({ count, west, south, east, north, ...row }: ClusterRow): PointFeature {
  if (count === 1) return toFeature(row);
  const bounds: BoundingBox = [west, south, east, north];
  return {
    type: 'Feature',
    geometry: toPoint(row.lon, row.lat),
    properties: { cluster: true, count, bounds },
  };
}

/**
 * One row a cell of `size` degrees; a cell with one report shows that report. Which one is found by its id alone, and in
 * the order of bytes: comparing words of every report by the rules of a language would take longer than all the rest.
 */
const clusterStatement = (where: string): string => `
  select c.*, r.status, r.category, r.urgency, r.created_at
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

/** Coarser cells until there are no more than `limit`: a map shows every report in some cluster. */
async function readClusters(sql: Sql, tenantId: string, filter: PreparedFilter, zoom: number, limit: number) {
  const where = toWhere(tenantId, filter, [located]);
  const most = Math.min(limit, CLUSTERS_A_CALL);
  for (let size = 360 / 2 ** zoom / CELLS_PER_TILE; ; size *= 2) {
    const values = { ...where.values, size, most: most + 1 };
    const rows = await packedRows<ClusterRow>(sql, clusterStatement(where.text), values, FEATURES_A_RECORD);
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

// ---------------------------------------------------------------- hotspots

/** The middle nine tenths of the reports lie within about that many cells; the few far ones do not make cells coarse. */
const CELLS_ACROSS = 24;
/** About 500 m at the equator. */
const SMALLEST_CELL = 0.005;
const DEFAULT_DAYS = 30;

interface HotspotRow {
  x: number;
  y: number;
  size: number;
  lon: number;
  lat: number;
  count: number;
  previous_count: number;
}

const hotspotStatement = (where: string): string => `
  with period as (
    select coalesce(:hot_to::timestamptz, now()) as ends,
      coalesce(:hot_from::timestamptz, coalesce(:hot_to::timestamptz, now()) - interval '${DEFAULT_DAYS} days') as begins
  ), hit as (
    select r.location[0] as lon, r.location[1] as lat, r.event_at >= period.begins as current
    from report_index r, period
    where ${where} and r.event_at >= period.begins - (period.ends - period.begins) and r.event_at < period.ends
  ), extent as (
    select percentile_disc(array[0.05, 0.95]) within group (order by lon) as lon,
      percentile_disc(array[0.05, 0.95]) within group (order by lat) as lat from hit
  ), grid as materialized (
    select ${SMALLEST_CELL} * power(2, ceil(log(2, greatest(1, (greatest(lon[2] - lon[1], lat[2] - lat[1]) / ${CELLS_ACROSS} / ${SMALLEST_CELL})::numeric)))::float8) as size
    from extent
  )
  select floor((lon + 180) / size) as x, floor((lat + 90) / size) as y, size, avg(lon) as lon, avg(lat) as lat,
    count(*) filter (where current) as count, count(*) filter (where not current) as previous_count
  from hit, grid group by 1, 2, 3 having count(*) filter (where current) > 0
  order by count(*) filter (where current) desc, 1, 2 limit :most::integer`;

const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value));

const toHotspot = ({ x, y, size, lon, lat, count, previous_count }: HotspotRow): Hotspot => ({
  cell: [
    within(x * size - 180, 180),
    within(y * size - 90, 90),
    within((x + 1) * size - 180, 180),
    within((y + 1) * size - 90, 90),
  ],
  center: toPoint(lon, lat),
  count,
  previous_count,
  change: count - previous_count,
});

export async function hotspotsOfReports(
  sql: Sql,
  tenantId: string,
  prepared: PreparedFilter,
  limit: number,
): Promise<Hotspot[]> {
  const { from, to, ...filter } = prepared.filter;
  const where = toWhere(tenantId, { ...prepared, filter: filter satisfies ReportFilter }, [located]);
  const rows = await sql.rows<HotspotRow>(hotspotStatement(where.text), {
    ...where.values,
    hot_from: from,
    hot_to: to,
    most: limit,
  });
  return rows.map(toHotspot);
}

// ---------------------------------------------------------------- neighbours

/** Reports that were merged into another are no candidates for a further one. */
const unmerged: Fragment = { text: `r.management_data ->> 'merged_into' is null`, values: {} };
const DAY_MS = 86_400_000;
/** Each with its whole text, some 34 KB at most. */
const NEIGHBOURS_A_CALL = 25;

export async function neighboursOf(
  sql: Sql,
  tenantId: string,
  report: StoredReport,
  { radius_km, days, limit }: { radius_km: number; days: number; limit: number },
): Promise<{ row: ReportRow; distance_m: number }[]> {
  const { row } = toIndexed(report);
  if (row.location === null || row.category === null) return [];
  const [lon, lat] = row.location.coordinates;
  const at = Date.parse(row.event_at);
  const filter: ReportFilter = {
    domain_id: row.domain_id,
    category: [row.category],
    from: new Date(at - days * DAY_MS).toISOString(),
    to: new Date(at + days * DAY_MS + 1).toISOString(),
  };
  const near = inCircle('near', { lon, lat, radius_km });
  const self: Fragment = { text: 'r.incident_id <> :self', values: { self: row.incident_id } };
  const where = toWhere(tenantId, { filter, text: undefined }, [near, self, unmerged]);
  const rows = await sql.rows<SelectedRow & { distance_m: number }>(
    `select ${rowColumns}, ${metresFrom('near')} as distance_m from report_index r where ${where.text}
     order by distance_m, r.incident_id limit :most::integer`,
    { ...where.values, most: Math.min(limit, NEIGHBOURS_A_CALL) },
  );
  return rows.map(({ distance_m, ...selected }) => ({ row: toReportRow(selected), distance_m }));
}
