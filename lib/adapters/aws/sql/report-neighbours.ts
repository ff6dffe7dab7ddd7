import type { ReportFilter } from '../../../domain/filter.ts';
import { toIndexed } from '../../../domain/projection.ts';
import type { ReportRow, StoredReport } from '../../../domain/report.ts';
import type { Sql } from './client.ts';
import { inCircle, metresFrom } from './geometry.ts';
import { toWhere } from './report-filter.ts';
import { rowColumns, toReportRow } from './report-rows.ts';
import type { SelectedRow } from './report-rows.ts';
import type { Fragment } from './statements.ts';

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
