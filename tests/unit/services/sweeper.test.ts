import { describe, expect, it } from '@jest/globals';
import { makeReportStore } from '../../../lib/adapters/documents/report-store.ts';
import type { JobRef } from '../../../lib/ports/jobs.ts';
import { AppError } from '../../../lib/errors.ts';
import { makeProjection } from '../../../lib/services/projection.ts';
import { makeSweeper } from '../../../lib/services/sweeper.ts';
import { aReport, makeManualClock } from '../../support/documents.ts';
import { aPlan, makeWorld, silentLog } from '../../support/engine.ts';

function setUp() {
  const clock = makeManualClock();
  const world = makeWorld({ plan: aPlan(['a']), clock });
  const reports = makeReportStore(world.tables, clock);
  const dispatched: JobRef[] = [];
  const projected: string[] = [];
  const overdue: number[] = [];
  let away = false;
  const index = {
    upsert: (_tenant: string, { incident_id }: { incident_id: string }) => {
      if (away) return Promise.reject(new AppError('DATABASE_RESUMING', 'away', { retryable: true }));
      return Promise.resolve(void projected.push(incident_id));
    },
  };
  const sweeper = makeSweeper({
    jobs: world.jobs,
    reports,
    dispatcher: { dispatch: (ref) => Promise.resolve(void dispatched.push(ref)) },
    projection: makeProjection({ reports, index, log: silentLog }),
    clock: { now: clock.now, sleep: () => Promise.resolve() },
    log: silentLog,
    metrics: { record: ({ JobsOverdue = 0 }) => void overdue.push(JobsOverdue) },
  });
  return {
    ...world,
    clock,
    reports,
    sweeper,
    dispatched,
    projected,
    overdue,
    setAway: (is: boolean) => (away = is),
  };
}

describe('The sweeper', () => {
  it('dispatches every job whose dispatch was lost, once, within the minute', async () => {
    const { clock, submit, sweeper, dispatched, overdue } = setUp();
    const refs = await Promise.all(Array.from({ length: 200 }, () => submit()));
    expect((await sweeper.sweepOnce()).dispatched).toBe(0);
    clock.advance(15_000);
    const both = await Promise.all([sweeper.sweepOnce(), sweeper.sweepOnce()]);
    expect(both[0].dispatched + both[1].dispatched).toBe(200);
    expect(new Set(dispatched.map(({ jobId }) => jobId))).toEqual(new Set(refs.map(({ jobId }) => jobId)));
    expect(overdue[0]).toBe(0);
    clock.advance(15_000);
    expect((await sweeper.sweepOnce()).dispatched).toBe(0);
  });

  it('leaves a job alone that has ended or is worked on', async () => {
    const { clock, submit, run, jobs, sweeper } = setUp();
    await run(await submit());
    const held = await submit();
    clock.advance(15_000);
    await jobs.claim(held, { owner: 'w', now: clock.now(), leaseMs: 30_000, maxAttempts: 3 });
    expect((await sweeper.sweepOnce()).dispatched).toBe(0);
    clock.advance(30_000);
    expect((await sweeper.sweepOnce()).dispatched).toBe(1);
  });

  it('repairs a projection that a crash left behind', async () => {
    const { clock, reports, sweeper, projected, setAway } = setUp();
    const report = aReport();
    await reports.insert('tenant-a', report, { fingerprint: 'f' });
    clock.advance(25_000);
    setAway(true);
    expect(await sweeper.sweepOnce()).toMatchObject({ projected: 0, failed: 1 });
    setAway(false);
    clock.advance(30_000);
    expect(await sweeper.sweepOnce()).toMatchObject({ projected: 1 });
    expect(projected).toEqual([report.incident_id]);
    expect(await sweeper.sweepOnce()).toMatchObject({ projected: 0 });
  });

  it('looks several times in one execution and stops in time', async () => {
    const { sweeper, overdue } = setUp();
    const remaining = [45_000, 30_000, 15_000];
    await sweeper.sweep(() => remaining.shift() ?? 0);
    expect(overdue).toHaveLength(3);
  });
});
