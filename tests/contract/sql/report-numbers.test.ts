import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import { toIndexed } from '../../../lib/domain/projection.ts';
import type { ReportRow, StoredReport } from '../../../lib/domain/report.ts';
import type { AggregateQuery, ReportIndex } from '../../../lib/ports/relational.ts';
import { startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { manyReports, storedReport } from '../../support/reports.ts';

const reports = manyReports(900, 3);
const filter = { domain_id: 'civic_complaints' };
const chosen = reports.filter(({ domain_id }) => domain_id === filter.domain_id);

let database: TestDatabase;
let index: ReportIndex;
beforeAll(async () => {
  database = await startMigratedDatabase();
  index = makeReportIndex(database.sql);
  await index.upsertMany('acme', reports);
  await index.upsertMany('other', manyReports(200, 4));
}, 60_000);
afterAll(() => database.close());

const aggregate = (query: Partial<AggregateQuery>) =>
  index.aggregate('acme', {
    filter,
    group_by: 'status',
    metric: 'count',
    timezone: 'UTC',
    limit: 1_000,
    ...query,
  });

/** Counts by key, largest first, then by key, without a key last: the order that an aggregate promises. */
function counted(keysOf: (report: StoredReport, row: ReportRow) => (string | null)[]) {
  const counts = new Map<string | null, number>();
  for (const report of chosen)
    for (const key of new Set(keysOf(report, toIndexed(report).row)))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) || b.count - a.count || (a.key! < b.key! ? -1 : 1),
    );
}

describe('aggregates', () => {
  it('count by every fixed column as a plain count does', async () => {
    for (const key of ['status', 'category', 'urgency', 'sentiment', 'source'] as const)
      expect(await aggregate({ group_by: key })).toEqual({
        aggregations: counted((_, row) => [row[key]]),
        total: chosen.length,
      });
    expect((await aggregate({ group_by: 'assignee' })).aggregations).toEqual(
      counted((_, row) => [row.assignee_name ?? row.assignee]),
    );
    expect((await aggregate({ group_by: 'place' })).aggregations.map(({ count }) => count)).toEqual(
      counted((_, row) => [row.place]).map(({ count }) => count),
    );
  });

  it('count by time in the zone asked for', async () => {
    const local = (at: string): Date => new Date(Date.parse(at) + 5.5 * 3_600_000);
    const byZone = (key: (at: Date) => string) => counted((_, row) => [key(local(row.event_at))]);
    const timezone = 'Asia/Kolkata';
    const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
    const sorted = (groups: { key: string | null; count: number }[]) =>
      groups.toSorted((a, b) => b.count - a.count || (a.key! < b.key! ? -1 : 1));
    const byKey = { day: 10, month: 7 } as const;
    for (const [group_by, width] of Object.entries(byKey))
      expect((await aggregate({ group_by, timezone })).aggregations).toEqual(
        byZone((at) => at.toISOString().slice(0, width)),
      );
    expect((await aggregate({ group_by: 'hour', timezone })).aggregations).toEqual(
      byZone((at) => at.toISOString().slice(11, 13)),
    );
    expect(sorted((await aggregate({ group_by: 'weekday', timezone })).aggregations)).toEqual(
      byZone((at) => names[at.getUTCDay()]!),
    );
    const monday = (at: Date) => new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * 86_400_000);
    expect((await aggregate({ group_by: 'week', timezone })).aggregations).toEqual(
      byZone((at) => monday(at).toISOString().slice(0, 10)),
    );
  });

  it('count by paths into the data, each element of a list for itself', async () => {
    const entitiesOf = ({ ingestion_data }: StoredReport): (string | null)[] => {
      const value = ingestion_data['entities'] as string | string[];
      return Array.isArray(value) ? (value.length === 0 ? [null] : value) : [value];
    };
    expect(await aggregate({ group_by: 'ingestion_data.entities' })).toEqual({
      aggregations: counted(entitiesOf),
      total: chosen.length,
    });
    expect((await aggregate({ group_by: 'management_data.task_details.priority' })).aggregations).toEqual(
      counted((_, row) => [row.priority]),
    );
    expect((await aggregate({ group_by: 'ingestion_data.none.such' })).aggregations).toEqual([
      { key: null, count: chosen.length },
    ]);
  });

  it('measure numbers, also those written as text, and leave the rest out', async () => {
    const numbers = chosen
      .map(({ ingestion_data }) => ingestion_data['people'])
      .filter((value) => value !== null && value !== 'many')
      .map(Number)
      .filter((value) => value < 1e300);
    const measured = { min: Math.min, max: Math.max } as const;
    for (const [metric, of] of Object.entries(measured)) {
      const { value } = await aggregate({ metric: metric as 'min', field: 'ingestion_data.people' });
      expect(value).toBe(of(...numbers));
    }
    const small = { ...filter, not: { status: ['resolved' as const] } };
    const { aggregations, value } = await aggregate({
      filter: small,
      metric: 'avg',
      field: 'ingestion_data.nothing',
    });
    expect(value).toBeNull();
    expect(aggregations.every((group) => group.value === null)).toBe(true);
    const sum = await aggregate({ metric: 'sum', field: 'ingestion_data.people', group_by: 'source' });
    expect(sum.value! / numbers.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    await expect(aggregate({ metric: 'sum' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('give the smallest first when asked, and no more than the limit', async () => {
    const expected = counted((_, row) => [row.status]).toSorted(
      (a, b) => a.count - b.count || (a.key! < b.key! ? -1 : 1),
    );
    expect((await aggregate({ order: 'asc', limit: 2 })).aggregations).toEqual(expected.slice(0, 2));
  });

  it('of nothing are empty', async () => {
    expect(await aggregate({ filter: { domain_id: 'none' } })).toEqual({ aggregations: [], total: 0 });
  });
});

describe('series', () => {
  const span = { from: '2026-03-28T00:00:00.000Z', to: '2026-03-31T00:00:00.000Z' };
  const series = (query: object) =>
    index.timeseries('acme', { filter: { ...filter, ...span }, interval: 'day', timezone: 'UTC', ...query });

  it('have every bucket, the empty ones too, and count everything once', async () => {
    for (const interval of ['hour', 'day', 'week', 'month'] as const) {
      const points = await index.timeseries('acme', {
        filter,
        interval: interval === 'hour' ? 'day' : interval,
        timezone: 'Asia/Kolkata',
      });
      expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(chosen.length);
    }
    const hours = await series({ interval: 'hour' });
    expect(hours).toHaveLength(72);
    expect(hours.some(({ count }) => count === 0)).toBe(true);
  });

  it('follow the calendar of the zone through a change of clocks', async () => {
    const berlin = await series({ timezone: 'Europe/Berlin' });
    expect(berlin.map(({ bucket }) => bucket)).toEqual([
      '2026-03-28T00:00:00.000+01:00',
      '2026-03-29T00:00:00.000+01:00',
      '2026-03-30T00:00:00.000+02:00',
      '2026-03-31T00:00:00.000+02:00',
    ]);
    const autumn = { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' };
    const hours = await series({ filter: autumn, interval: 'hour', timezone: 'Europe/Berlin' });
    expect(hours).toHaveLength(25);
    expect(hours.slice(2, 4).map(({ bucket }) => bucket)).toEqual([
      '2026-10-25T02:00:00.000+02:00',
      '2026-10-25T02:00:00.000+01:00',
    ]);
  });

  it('by group add up to the whole', async () => {
    const points = await index.timeseries('acme', {
      filter,
      interval: 'month',
      timezone: 'UTC',
      group_by: 'category',
    });
    for (const { count, groups } of points)
      expect(Object.values(groups!).reduce((a, b) => a + b, 0)).toBe(count);
    expect(points[0]!.groups).toHaveProperty('(none)');
  });

  it('of nothing are empty, or all zero in a given range', async () => {
    expect(
      await index.timeseries('acme', { filter: { domain_id: 'none' }, interval: 'day', timezone: 'UTC' }),
    ).toEqual([]);
    const zeros = await series({ filter: { domain_id: 'none', ...span } });
    expect(zeros.map(({ count }) => count)).toEqual([0, 0, 0]);
  });

  it('with more buckets than anybody reads are refused', async () => {
    const long = { from: '2000-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };
    await expect(series({ filter: long, interval: 'hour' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('maps', () => {
  const located = chosen.filter((report) => toIndexed(report).row.location !== null);

  it('show every located report with what a marker needs', async () => {
    const { features, truncated } = await index.geo('acme', filter, { limit: 2_000 });
    expect(truncated).toBeUndefined();
    const markers = located.map(({ id, created_at, ...report }) => {
      const { location, status, category, urgency } = toIndexed({ id, created_at, ...report }).row;
      const properties = { incident_id: id, status, category, urgency, created_at };
      return { type: 'Feature', id, geometry: location, properties };
    });
    const byId = (one: { id?: string }, other: { id?: string }) => (one.id! < other.id! ? -1 : 1);
    expect(features.toSorted(byId)).toEqual(markers.toSorted(byId));
  });

  it('show what an agent said, whatever is in it', async () => {
    const said = { category: 'one|two,\n"three"', urgency: ',|,' };
    const odd = storedReport('rep_odd', {
      location: { type: 'Point', coordinates: [1, 2] },
      ingestion_data: said,
    });
    await index.upsertMany('odd', [odd]);
    for (const zoom of [undefined, 3]) {
      const { features } = await index.geo('odd', {}, { limit: 10, zoom });
      expect(features[0]?.properties).toMatchObject(said);
    }
  });

  it('say when there are more than asked for', async () => {
    expect(await index.geo('acme', filter, { limit: 10 })).toMatchObject({ truncated: true });
    expect((await index.geo('acme', filter, { limit: 10 })).features).toHaveLength(10);
    expect(await index.geo('acme', filter, { limit: located.length })).not.toHaveProperty('truncated');
  });

  it('cluster at a zoom without losing or doubling a report, within the limit', async () => {
    for (const zoom of [0, 2, 5, 12, 22]) {
      const { features } = await index.geo('acme', filter, { zoom, limit: 60 });
      const counts = features.map(({ properties }) =>
        properties['cluster'] === true ? Number(properties['count']) : 1,
      );
      expect(features.length).toBeLessThanOrEqual(60);
      expect(counts.reduce((a, b) => a + b, 0)).toBe(located.length);
    }
    const few = await index.geo(
      'acme',
      { ...filter, incident_ids: [located[0]!.id] },
      { zoom: 3, limit: 60 },
    );
    expect(few.features[0]?.properties['cluster']).toBeUndefined();
  });

  it('of the most features there may be stay within the limits', async () => {
    const crowd = Array.from({ length: 5_000 }, (_, at) =>
      storedReport(`crowd_${String(at).padStart(20, '0')}`, {
        location: { type: 'Point', coordinates: [at / 1e4, 1] },
        ingestion_data: { category: '漢'.repeat(64), urgency: '漢'.repeat(64) },
      }),
    );
    await index.upsertMany('crowd', crowd);
    expect((await index.geo('crowd', {}, { limit: 10_000 })).features).toHaveLength(5_000);
  }, 30_000);
});

describe('hotspots', () => {
  const at = (id: string, lon: number, lat: number, occurred_at: string) =>
    storedReport(id, { domain_id: 'hot', occurred_at, location: { type: 'Point', coordinates: [lon, lat] } });

  it('count each cell against the period of the same length before', async () => {
    const now = Array.from({ length: 6 }, (_, n) =>
      at(`now_${n}`, 77.601 + n / 1e4, 12.901, '2026-03-12T00:00:00.000Z'),
    );
    const before = Array.from({ length: 2 }, (_, n) =>
      at(`old_${n}`, 77.601, 12.901, '2026-03-06T00:00:00.000Z'),
    );
    const apart = [
      at('apart', 77.9, 12.5, '2026-03-15T00:00:00.000Z'),
      at('past', 77.601, 12.901, '2026-02-01T00:00:00.000Z'),
    ];
    await index.upsertMany('hot', [...now, ...before, ...apart]);
    const period = { from: '2026-03-10T00:00:00.000Z', to: '2026-03-20T00:00:00.000Z' };
    const hotspots = await index.hotspots('hot', { domain_id: 'hot', ...period });
    expect(hotspots.map(({ count, previous_count, change }) => [count, previous_count, change])).toEqual([
      [6, 2, 4],
      [1, 0, 1],
    ]);
    const [west, south, east, north] = hotspots[0]!.cell;
    expect(77.601 >= west && 77.6016 <= east && 12.901 >= south && 12.901 <= north).toBe(true);
  });

  it('of nothing are none', async () => {
    expect(await index.hotspots('acme', { domain_id: 'none' })).toEqual([]);
    expect(await index.hotspots('hot', { domain_id: 'hot' })).toEqual([]);
  });
});
