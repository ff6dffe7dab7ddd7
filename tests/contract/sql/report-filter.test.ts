import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import type { ReportFilter } from '../../../lib/domain/filter.ts';
import type { BoundingBox } from '../../../lib/domain/geo.ts';
import type { ReportIndex } from '../../../lib/ports/relational.ts';
import { startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { kilometres, matches } from '../../support/reference-filter.ts';
import { manyReports, storedReport } from '../../support/reports.ts';

const reports = manyReports(1_200);
/** The same ids in another tenant: a forgotten tenant shows in every answer. */
const foreign = manyReports(300, 99).map((report) => ({ ...report, raw_text: `foreign ${report.raw_text}` }));

let database: TestDatabase;
let index: ReportIndex;
beforeAll(async () => {
  database = await startMigratedDatabase();
  index = makeReportIndex(database.sql);
  await index.upsertMany('acme', reports);
  await index.upsertMany('other', foreign);
}, 60_000);
afterAll(() => database.close());

async function idsOf(filter: ReportFilter): Promise<string[]> {
  const ids: string[] = [];
  for await (const rows of index.walk('acme', filter, 500))
    ids.push(...rows.map(({ incident_id }) => incident_id));
  return ids.sort();
}
const expectedIds = (filter: ReportFilter): string[] =>
  reports.filter((report) => matches(filter, report)).map(({ incident_id }) => incident_id);

const someOf = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const day = fc
  .date({ min: new Date('2025-12-20'), max: new Date('2026-07-10'), noInvalidDate: true })
  .map((at) => at.toISOString());
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const box = fc
  .tuple(longitude, latitude, longitude, latitude)
  .map(([west, a, east, b]): BoundingBox => [west, Math.min(a, b), east, Math.max(a, b)]);
const status = someOf(['completed', 'pending', 'assigned', 'resolved', 'closed', 'rejected']);
const category = someOf(['pothole', 'water', 'street_light', 'none such']);
const urgency = someOf(['immediate', 'urgent', 'moderate', 'low']);
const assignee = someOf(['ROADS', 'road works', 'user-9', 'nobody']);
const place = fc.constantFrom(
  'Koramangala',
  'road',
  'MG road',
  'sao paulo',
  'oram',
  '5th block',
  '%',
  '_',
  '!!',
);

const anyFilter = fc.record(
  {
    domain_id: fc.constantFrom('civic_complaints', 'agriculture', 'unknown'),
    status,
    category,
    urgency,
    sentiment: someOf(['negative', 'positive']),
    priority: someOf(['high', 'low']),
    assignee,
    assigned: fc.boolean(),
    source: someOf(['web', 'sms']),
    created_by: fc.constantFrom('user-1', 'user-2'),
    from: day,
    to: day,
    bbox: box,
    near: fc.record({
      lon: longitude,
      lat: latitude,
      radius_km: fc.double({ min: 1, max: 15_000, noNaN: true }),
    }),
    place,
    not: fc.record({ status, category, urgency, assignee, place }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ReportFilter>;

/** Few of the fields at once, or nothing would ever be selected. */
const sparseFilter = fc
  .tuple(anyFilter, fc.array(fc.nat(15), { minLength: 1, maxLength: 3 }))
  .map(([filter, kept]) => {
    const fields = Object.keys(filter).sort() as (keyof ReportFilter)[];
    return Object.fromEntries(kept.flatMap((at) => (fields[at] ? [[fields[at], filter[fields[at]]]] : [])));
  });

describe('a filter', () => {
  it('selects what it says, however its fields are combined', async () => {
    await fc.assert(
      fc.asyncProperty(sparseFilter, async (filter) => {
        const expected = expectedIds(filter);
        expect(await idsOf(filter)).toEqual(expected);
        expect(await index.count('acme', filter)).toBe(expected.length);
      }),
      { numRuns: 70 },
    );
  }, 60_000);

  it('with a box is exact, edges, poles and antimeridian included', async () => {
    const edges: BoundingBox[] = [
      [-180, -90, 180, 90],
      [180, -90, -180, 90],
      [170, -90, -170, 90],
      [179.999, 0, -179.999, 90],
      [-180, 90, 180, 90],
      [-180, -90, 180, -90],
      [0, 0, 0, 0],
      [12.5, -10, 12.5, 10],
    ];
    for (const bbox of edges) expect(await idsOf({ bbox })).toEqual(expectedIds({ bbox }));
    await fc.assert(
      fc.asyncProperty(box, async (bbox) => expect(await idsOf({ bbox })).toEqual(expectedIds({ bbox }))),
      { numRuns: 60 },
    );
  }, 60_000);

  it('with a circle is exact round the poles and the antimeridian', async () => {
    const centres = [
      [180, 0],
      [-180, 60],
      [0, 90],
      [77, -90],
      [10, 89],
      [-179.5, -85],
    ] as const;
    for (const [lon, lat] of centres)
      for (const radius_km of [50, 500, 3_000, 12_000]) {
        const filter = { near: { lon, lat, radius_km } };
        expect(await idsOf(filter)).toEqual(expectedIds(filter));
      }
  }, 60_000);

  it('by ids knows its own tenant only', async () => {
    const ids = ['inc_000001', 'inc_000002', 'inc_999999'];
    expect(await idsOf({ incident_ids: ids })).toEqual(['inc_000001', 'inc_000002']);
    expect(await index.count('nobody', { incident_ids: ids })).toBe(0);
  });
});

describe('deadlines', () => {
  it('of a calendar day start at midnight in the zone of the domain', async () => {
    await database.sql.run("insert into tenants (tenant_id) values ('due') on conflict do nothing");
    await database.sql.run(
      `insert into domains values ('due', 'kolkata', 'K', 'Asia/Kolkata', false, 1, now(), now(), 'u'),
        ('due', 'offset', 'O', '+05:30', false, 1, now(), now(), 'u'), ('due', 'odd', 'X', 'Mars/Base', false, 1, now(), now(), 'u')`,
    );
    const due = (id: string, domain_id: string, due_date: string) =>
      storedReport(id, { domain_id, task_details: { due_date } });
    await index.upsertMany('due', [
      due('a', 'kolkata', '2026-03-02'),
      due('b', 'offset', '2026-03-02'),
      due('c', 'odd', '2026-03-02'),
      due('d', 'kolkata', '2026-03-02T00:00:00.000Z'),
      due('e', 'kolkata', '0000-01-01'),
    ]);
    const idsFrom = async (due_from: string, due_to: string) => {
      const { items } = await index.list('due', { due_from, due_to }, { page: 1, limit: 10 }, 'due');
      return items.map(({ incident_id }) => incident_id);
    };
    expect(await idsFrom('2026-03-01T18:30:00.000Z', '2026-03-01T18:30:00.001Z')).toEqual(['a', 'b']);
    expect(await idsFrom('2026-03-02T00:00:00.000Z', '2026-03-02T00:00:00.001Z')).toEqual(['c', 'd']);
  });
});

describe('neighbours', () => {
  it('are of the same category, near in place and time, nearest first', async () => {
    const at = (id: string, lon: number, occurred_at: string, category = 'pothole') =>
      storedReport(id, {
        domain_id: 'near',
        occurred_at,
        ingestion_data: { category },
        location: { type: 'Point', coordinates: [lon, 10] },
      });
    const self = at('n0', 179.9999, '2026-03-10T00:00:00.000Z');
    const others = [
      at('n1', -179.9999, '2026-03-12T00:00:00.000Z'),
      at('n2', 179.999, '2026-03-09T00:00:00.000Z'),
      at('n3', 179.9, '2026-03-10T00:00:00.000Z'),
      at('n4', 179.9999, '2026-04-10T00:00:00.000Z'),
      at('n5', 179.9999, '2026-03-10T00:00:00.000Z', 'water'),
    ];
    await index.upsertMany('acme', [self, ...others]);
    const found = await index.neighbours('acme', self, { radius_km: 1, days: 3, limit: 10 });
    expect(found.map(({ row }) => row.incident_id)).toEqual(['n1', 'n2']);
    expect(found[0]!.distance_m / 1_000).toBeCloseTo(kilometres([179.9999, 10], [-179.9999, 10]), 6);
    expect(await index.neighbours('acme', storedReport('x'), { radius_km: 1, days: 3, limit: 10 })).toEqual(
      [],
    );
  });
});
