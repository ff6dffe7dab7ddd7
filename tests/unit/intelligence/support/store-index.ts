import type { ReportFilter } from '../../../../lib/domain/filter.ts';
import { toPoint } from '../../../../lib/domain/geo.ts';
import type { ReportRow } from '../../../../lib/domain/report.ts';
import type { ReportIndex } from '../../../../lib/ports/relational.ts';
import { countGroups, eventTime, select } from '../../../evals/reference.ts';
import type { DomainKey, EvalStore, StoreReport } from '../../../evals/schemas.ts';

const toRow = (report: StoreReport): ReportRow => ({
  incident_id: report.incident_id,
  domain_id: report.domain_id,
  status: report.status,
  category: report.category,
  urgency: report.urgency,
  sentiment: report.sentiment,
  priority: report.priority,
  assignee: report.assignee,
  assignee_name: report.assignee,
  due_date: report.due_date,
  place: report.place,
  location: report.lon === null || report.lat === null ? null : toPoint(report.lon, report.lat),
  source: report.source,
  event_at: eventTime(report),
  raw_text: report.text,
  created_at: report.created_at,
  updated_at: report.created_at,
  created_by: 'somebody',
  version: 1,
});

/** What was asked of the index: for tests that look at tenants and filters. */
export interface Asked {
  method: string;
  tenantId: string;
  filter: ReportFilter;
}

export interface StoreIndex extends ReportIndex {
  readonly asked: Asked[];
}

const refuse = (method: string) => () => {
  throw new Error(`the intelligence must not call ${method}`);
};

/** A read-only report index over the evaluation store, for the parts of it that answering needs. Writes throw. */
export function makeStoreIndex(store: EvalStore): StoreIndex {
  const asked: Asked[] = [];
  const rows = (method: string, tenantId: string, filter: ReportFilter): StoreReport[] => {
    asked.push({ method, tenantId, filter });
    if (filter.domain_id === undefined) throw new Error('a filter without a domain reached the index');
    return select(store, filter.domain_id as DomainKey, filter);
  };
  return {
    asked,
    upsert: refuse('upsert'),
    upsertMany: refuse('upsertMany'),
    remove: refuse('remove'),
    walk: refuse('walk'),
    findVersions: refuse('findVersions'),
    scanVersions: refuse('scanVersions'),
    neighbours: refuse('neighbours'),
    list: async (tenantId, filter, { limit }, order) => {
      const found = rows('list', tenantId, filter);
      const ordered = order === 'oldest' ? found.toReversed() : found;
      return Promise.resolve({ items: ordered.slice(0, limit).map(toRow), total: found.length });
    },
    count: async (tenantId, filter) => Promise.resolve(rows('count', tenantId, filter).length),
    aggregate: async (tenantId, { filter, group_by, limit, order }) => {
      const found = rows('aggregate', tenantId, filter);
      const groups = Object.entries(countGroups(found, group_by, store)).map(([key, count]) => ({
        key,
        count,
      }));
      groups.sort((a, b) => (order === 'asc' ? a.count - b.count : b.count - a.count));
      const rest = found.length - groups.reduce((sum, { count }) => sum + count, 0);
      const none = rest > 0 ? [{ key: null, count: rest }] : [];
      return Promise.resolve({
        aggregations: [...groups.slice(0, limit), ...none],
        total: found.length,
        value: null,
      });
    },
    timeseries: async (tenantId, { filter, interval }) => {
      const groups = countGroups(rows('timeseries', tenantId, filter), interval, store);
      const points = Object.entries(groups).map(([key, count]) => ({ bucket: key, count }));
      return Promise.resolve(points.sort((a, b) => (a.bucket < b.bucket ? -1 : 1)));
    },
    geo: async (tenantId, filter, { limit }) => {
      const located = rows('geo', tenantId, filter)
        .map(toRow)
        .filter(({ location }) => location !== null);
      const features = located.slice(0, limit).map((row) => ({
        type: 'Feature' as const,
        geometry: row.location!,
        properties: { incident_id: row.incident_id, status: row.status },
      }));
      return Promise.resolve({ type: 'FeatureCollection', features });
    },
    hotspots: async (tenantId, filter) => {
      rows('hotspots', tenantId, filter);
      return Promise.resolve([]);
    },
  };
}
