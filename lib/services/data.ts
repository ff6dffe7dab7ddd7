import type { AggregatedQuery, GeoQuery, HotspotsQuery, TimeseriesParameters } from '../domain/data.ts';
import type { Domain } from '../domain/domain.ts';
import type { ReportFilter } from '../domain/filter.ts';
import type { Principal } from '../domain/principal.ts';
import { invalidInput, notFound } from '../errors.ts';
import type { DomainStore, ReportIndex } from '../ports/relational.ts';
import type { Clock } from '../ports/world.ts';

export interface DataPorts {
  index: Pick<ReportIndex, 'geo' | 'aggregate' | 'timeseries' | 'hotspots'>;
  domains: Pick<DomainStore, 'find'>;
  clock: Pick<Clock, 'now'>;
}

/** A filter that names the one domain whose zone and places an answer is about. */
export type DomainFilter = ReportFilter & { domain_id: string };

const DAY_MS = 86_400_000;
const HOTSPOT_DAYS = 30;

function assertForward({ from, to }: ReportFilter): void {
  if (from !== undefined && to !== undefined && from >= to)
    throw invalidInput([{ path: 'query.to', message: 'must be later than from' }]);
}

/** The period asked for, and the one of the same length before it. Without a start: 30 days. */
function periodsOf({ from, to }: ReportFilter, now: Date) {
  const end = to === undefined ? now.getTime() : Date.parse(to);
  const start = from === undefined ? end - HOTSPOT_DAYS * DAY_MS : Date.parse(from);
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    period: { from: iso(start), to: iso(end) },
    previous_period: { from: iso(start - (end - start)), to: iso(start) },
  };
}

/**
 * Maps, counts and trends over the reports of one domain. Every number comes from SQL. Each throws NOT_FOUND for an
 * unknown domain and INVALID_INPUT for a filter, path or range that makes no sense.
 */
export function makeData({ index, domains, clock }: DataPorts) {
  const domainOf = async ({ tenantId }: Principal, filter: DomainFilter): Promise<Domain> => {
    assertForward(filter);
    const domain = await domains.find(tenantId, filter.domain_id);
    if (domain === undefined) throw notFound('domain', filter.domain_id);
    return domain;
  };

  return {
    /** GeoJSON features of located reports, newest first, or clusters of them. */
    async geo(principal: Principal, filter: DomainFilter, { zoom, limit }: GeoQuery) {
      await domainOf(principal, filter);
      return index.geo(principal.tenantId, filter, { zoom, limit });
    },

    async aggregated(principal: Principal, filter: DomainFilter, query: AggregatedQuery) {
      if (query.metric !== 'count' && query.field === undefined)
        throw invalidInput([{ path: 'query.field', message: `is needed for ${query.metric}` }]);
      const { home } = await domainOf(principal, filter);
      return index.aggregate(principal.tenantId, { ...query, filter, timezone: home.timezone });
    },

    async timeseries(
      principal: Principal,
      filter: DomainFilter,
      { interval, group_by }: TimeseriesParameters,
    ) {
      const { timezone } = (await domainOf(principal, filter)).home;
      const series = await index.timeseries(principal.tenantId, { filter, interval, group_by, timezone });
      const total = series.reduce((sum, { count }) => sum + count, 0);
      return { interval, timezone, timeseries: series, total };
    },

    /** Cells of the map with the most reports in the period, and how many there were in the period before. */
    async hotspots(principal: Principal, filter: DomainFilter, { limit }: HotspotsQuery) {
      await domainOf(principal, filter);
      const { period, previous_period } = periodsOf(filter, clock.now());
      assertForward(period);
      const hotspots = await index.hotspots(principal.tenantId, { ...filter, ...period }, limit);
      return { hotspots, period, previous_period };
    },
  };
}
export type Data = ReturnType<typeof makeData>;
