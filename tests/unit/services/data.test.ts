import { describe, expect, it } from '@jest/globals';
import { aggregatedQuery, geoQuery, hotspotsQuery, timeseriesQuery } from '../../../lib/domain/data.ts';
import type { Domain } from '../../../lib/domain/domain.ts';
import type { Principal } from '../../../lib/domain/principal.ts';
import { makeData } from '../../../lib/services/data.ts';
import type { DataPorts } from '../../../lib/services/data.ts';

const principal: Principal = { tenantId: 'acme', userId: 'u', username: 'u', role: 'member' };
const now = new Date('2026-06-01T00:00:00.000Z');

/** Records what the index is asked, and answers with little. */
function makeScene() {
  const asked: unknown[][] = [];
  const record =
    <T>(answer: T) =>
    (...call: unknown[]): Promise<T> => {
      asked.push(call);
      return Promise.resolve(answer);
    };
  const index: DataPorts['index'] = {
    geo: record({ type: 'FeatureCollection', features: [] }),
    aggregate: record({ aggregations: [], total: 0 }),
    timeseries: record([
      { bucket: 'a', count: 2 },
      { bucket: 'b', count: 3 },
    ]),
    hotspots: record([]),
  };
  const domains: DataPorts['domains'] = {
    find: (tenantId, id) =>
      Promise.resolve(
        tenantId === 'acme' && id === 'civic'
          ? ({ home: { timezone: 'Asia/Kolkata' } } as Domain)
          : undefined,
      ),
  };
  return { asked, data: makeData({ index, domains, clock: { now: () => now } }) };
}

describe('the data of a domain', () => {
  it('is not there for a domain that is not', async () => {
    const { data, asked } = makeScene();
    const filter = { domain_id: 'unknown' };
    const calls = [
      data.geo(principal, filter, geoQuery.parse({})),
      data.aggregated(principal, filter, aggregatedQuery.parse({ group_by: 'status' })),
      data.timeseries(principal, filter, timeseriesQuery.parse({ interval: 'day' })),
      data.hotspots({ ...principal, tenantId: 'other' }, { domain_id: 'civic' }, hotspotsQuery.parse({})),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toEqual([]);
  });

  it('is counted in the time zone of the domain', async () => {
    const { data, asked } = makeScene();
    const filter = { domain_id: 'civic' };
    await data.aggregated(principal, filter, aggregatedQuery.parse({ group_by: 'day' }));
    const series = await data.timeseries(principal, filter, timeseriesQuery.parse({ interval: 'day' }));
    expect(asked).toEqual([
      [
        'acme',
        expect.objectContaining({ timezone: 'Asia/Kolkata', group_by: 'day', limit: 100, order: 'desc' }),
      ],
      ['acme', { filter, interval: 'day', group_by: undefined, timezone: 'Asia/Kolkata' }],
    ]);
    expect(series).toMatchObject({ timezone: 'Asia/Kolkata', total: 5 });
  });

  it('needs a field to measure', async () => {
    const { data } = makeScene();
    const query = aggregatedQuery.parse({ group_by: 'status', metric: 'avg' });
    await expect(data.aggregated(principal, { domain_id: 'civic' }, query)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it('refuses a range that ends before it starts', async () => {
    const { data } = makeScene();
    const filter = { domain_id: 'civic', from: '2026-02-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };
    await expect(data.geo(principal, filter, geoQuery.parse({}))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    const future = { domain_id: 'civic', from: '2027-01-01T00:00:00.000Z' };
    await expect(data.hotspots(principal, future, hotspotsQuery.parse({}))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it('has hotspots of the last 30 days unless asked otherwise, and says which period came before', async () => {
    const { data, asked } = makeScene();
    const answer = await data.hotspots(principal, { domain_id: 'civic' }, hotspotsQuery.parse({}));
    expect(answer.period).toEqual({ from: '2026-05-02T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z' });
    expect(answer.previous_period).toEqual({
      from: '2026-04-02T00:00:00.000Z',
      to: '2026-05-02T00:00:00.000Z',
    });
    expect(asked[0]).toEqual(['acme', { domain_id: 'civic', ...answer.period }, 50]);
  });
});

describe('query parameters', () => {
  it('outside their range are refused', () => {
    for (const zoom of ['-1', '23', '1.5', 'x']) expect(geoQuery.safeParse({ zoom }).success).toBe(false);
    for (const limit of ['0', '10001', '-5', '2.5'])
      expect(geoQuery.safeParse({ limit }).success).toBe(false);
    for (const group_by of [
      '',
      'tenant_id',
      'raw_text',
      'ingestion_data',
      'ingestion_data.a-b',
      'ingestion_data.a.b.c.d.e',
    ])
      expect(aggregatedQuery.safeParse({ group_by }).success).toBe(false);
    expect(aggregatedQuery.safeParse({ group_by: 'status', metric: 'avg', field: 'status' }).success).toBe(
      false,
    );
    expect(timeseriesQuery.safeParse({ interval: 'minute' }).success).toBe(false);
  });

  it('arrive as text', () => {
    expect(geoQuery.parse({ zoom: '5', limit: '10' })).toEqual({ zoom: 5, limit: 10 });
    expect(geoQuery.parse({})).toEqual({ limit: 2_000 });
  });
});
