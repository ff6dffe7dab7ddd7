import type { ReportFilter } from '../../../domain/filter.ts';
import { toPoint } from '../../../domain/geo.ts';
import type { Hotspot } from '../../../ports/relational.ts';
import type { Sql } from './client.ts';
import { toWhere } from './report-filter.ts';
import type { PreparedFilter } from './report-filter.ts';
import { located } from './report-geo.ts';

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
