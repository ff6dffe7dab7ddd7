import type { ReportIndex } from '../../../ports/relational.ts';
import type { Sql } from './client.ts';
import { aggregateReports, seriesOfReports } from './report-aggregates.ts';
import { mapReports } from './report-geo.ts';
import { hotspotsOfReports } from './report-hotspots.ts';
import { countReports, listReports, walkReports } from './report-list.ts';
import { scanVersions, versionsOfReports } from './report-versions.ts';
import { neighboursOf } from './report-neighbours.ts';
import { removeReport, upsertReports } from './report-writes.ts';
import { prepare } from './text-search.ts';

const HOTSPOTS = 50;

type IndexUpkeep = Pick<ReportIndex, 'upsert' | 'upsertMany' | 'remove' | 'findVersions' | 'scanVersions'>;
type IndexLists = Pick<ReportIndex, 'list' | 'walk' | 'count'>;

/** What keeps the index in step with the reports. Apart, so that a function that only writes carries no search. */
export function makeIndexUpkeep(sql: Sql): IndexUpkeep {
  return {
    upsert: (tenantId, report) => upsertReports(sql, tenantId, [report]),
    upsertMany: (tenantId, reports) => upsertReports(sql, tenantId, reports),
    remove: (tenantId, incidentId, version) => removeReport(sql, tenantId, incidentId, version),
    findVersions: (tenantId, incidentIds) => versionsOfReports(sql, tenantId, incidentIds),
    scanVersions: (cursor) => scanVersions(sql, cursor),
  };
}

/** Rows of the index one by one, without maps and numbers. */
export function makeIndexLists(sql: Sql): IndexLists {
  return {
    list: async (tenantId, filter, page, order = 'newest') =>
      listReports(sql, tenantId, await prepare(sql, tenantId, filter), page, order),
    walk: async function* (tenantId, filter, size, after) {
      yield* walkReports(sql, tenantId, await prepare(sql, tenantId, filter), size, after);
    },
    count: async (tenantId, filter) => countReports(sql, tenantId, await prepare(sql, tenantId, filter)),
  };
}

/** Maps and numbers over the index. */
export function makeIndexAnalysis(sql: Sql): Omit<ReportIndex, keyof IndexUpkeep | keyof IndexLists> {
  return {
    aggregate: async (tenantId, { filter, ...query }) =>
      aggregateReports(sql, tenantId, await prepare(sql, tenantId, filter), query),
    timeseries: async (tenantId, query) =>
      seriesOfReports(sql, tenantId, await prepare(sql, tenantId, query.filter), query),
    geo: async (tenantId, filter, options) =>
      mapReports(sql, tenantId, await prepare(sql, tenantId, filter), options),
    hotspots: async (tenantId, filter, limit = HOTSPOTS) =>
      hotspotsOfReports(sql, tenantId, await prepare(sql, tenantId, filter), limit),
    neighbours: (tenantId, report, options) => neighboursOf(sql, tenantId, report, options),
  };
}

/** The report index in PostgreSQL. However large an answer is, no call breaks a limit of the Data API. */
export const makeReportIndex = (sql: Sql): ReportIndex => ({
  ...makeIndexUpkeep(sql),
  ...makeIndexLists(sql),
  ...makeIndexAnalysis(sql),
});
