import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeReportStore } from '../../../lib/adapters/documents/report-store.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import type { ReindexInput, ReindexStep } from '../../../lib/domain/reindexing.ts';
import type { StoredReport } from '../../../lib/domain/report.ts';
import type { ReportStore } from '../../../lib/ports/documents.ts';
import type { ReportIndex } from '../../../lib/ports/relational.ts';
import { makeProjection } from '../../../lib/services/projection.ts';
import { makeReindexing } from '../../../lib/services/reindexing.ts';
import { silent, startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { aReport, makeManualClock } from '../../support/documents.ts';
import { seeded } from '../../support/reports.ts';

let database: TestDatabase;
let index: ReportIndex;
let store: ReportStore;
const clock = makeManualClock();

beforeAll(async () => {
  database = await startMigratedDatabase();
  index = makeReportIndex(database.sql);
  store = makeReportStore(makeMemoryTables(), clock);
}, 60_000);
afterAll(() => database.close());

/** All steps of a run added up; a step may be as short as one page. */
async function run(
  mode: 'check' | 'rebuild',
  stepMs: number,
): Promise<Omit<ReindexStep, 'cursor' | 'examples'>> {
  let time = 0;
  const ticking = { now: () => new Date((time += 1)) };
  const reindexing = makeReindexing({ reports: store, index, clock: ticking }, stepMs);
  const sum = { reports: 0, missing: 0, outdated: 0, extra: 0 };
  let input: ReindexInput | undefined = { mode };
  while (input !== undefined) {
    const { cursor, examples: _examples, ...seen } = await reindexing.step(input);
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += seen[key];
    input = cursor === undefined ? undefined : { mode, cursor };
  }
  return sum;
}

const random = seeded(11);
class Crash extends Error {}
let crashes = 0;
const crash = (where: string): never => {
  crashes += 1;
  throw new Crash(where);
};

/** Each of the two writes may be the last thing that the process does, before it or after it. */
const dying =
  <A extends unknown[]>(write: (...parameters: A) => Promise<void>, odds: number) =>
  async (...parameters: A): Promise<void> => {
    if (random() < odds) crash('before');
    await write(...parameters);
    if (random() < odds) crash('after');
  };

async function sweep(): Promise<void> {
  const projection = makeProjection({ reports: store, index, log: silent });
  clock.advance(60_000);
  for (;;) {
    const due = await store.listUnprojected(clock.now(), 50);
    if (due.length === 0) return;
    for (const { tenantId, incidentId } of due) await projection.repair(tenantId, incidentId);
  }
}

describe('the index after crashes between the two writes', () => {
  it('equals the source of truth once the sweeper has run after 200 of them, and no difference goes unseen before', async () => {
    const projection = makeProjection({
      reports: {
        find: (tenantId, id) => store.find(tenantId, id),
        markProjected: dying((tenantId, id, version) => store.markProjected(tenantId, id, version), 0.3),
      },
      index: { upsert: dying((tenantId, report) => index.upsert(tenantId, report), 0.3) },
      log: silent,
    });
    const reports: StoredReport[] = [];
    crashes = 0;
    for (let attempt = 0; crashes < 200; attempt++) {
      clock.advance(1_000);
      const tenantId = attempt % 2 === 0 ? 'acme' : 'other';
      const known = reports.at(Math.floor(random() * reports.length));
      if (known === undefined || random() < 0.6) {
        const report = aReport({ raw_text: `report ${attempt}` });
        await store.insert(tenantId, report, { fingerprint: 'f' });
        reports.push({ ...report, created_by: tenantId });
        await projection.project(tenantId, report);
      } else {
        const current = (await store.find(known.created_by, known.incident_id))!;
        const changed = { ...current, version: current.version + 1, raw_text: `changed ${attempt}` };
        await store.update(known.created_by, changed);
        await projection.project(known.created_by, changed);
      }
    }
    const before = await run('check', 1);
    expect(before.reports).toBe(reports.length);
    expect(before.missing).toBeGreaterThan(10);
    expect(before.outdated).toBeGreaterThan(0);
    await sweep();
    expect(await run('check', 1)).toEqual({ reports: reports.length, missing: 0, outdated: 0, extra: 0 });
    for (const { incident_id, created_by } of reports) {
      const [row] = (await index.list(created_by, { incident_ids: [incident_id] }, { page: 1, limit: 1 }))
        .items;
      expect(row?.raw_text).toBe((await store.find(created_by, incident_id))?.raw_text);
    }
  }, 60_000);

  it('is rebuilt whole from the source of truth', async () => {
    const { reports } = await run('check', 1_000);
    await database.sql.run('delete from report_index where random() < 0.5');
    await database.sql.run(
      "update report_index set version = version - 1, raw_text = 'stale' where random() < 0.5 and version > 1",
    );
    await index.upsert('acme', aReport({ raw_text: 'never stored' }));
    const damaged = await run('check', 1_000);
    expect(damaged).toMatchObject({ reports, extra: 1 });
    expect(damaged.missing).toBeGreaterThan(10);
    expect(await run('rebuild', 3)).toMatchObject({ extra: 1 });
    expect(await run('check', 1_000)).toEqual({ reports, missing: 0, outdated: 0, extra: 0 });
    expect(await database.sql.rows("select 1 from report_index where raw_text = 'stale'")).toEqual([]);
  }, 60_000);
});
