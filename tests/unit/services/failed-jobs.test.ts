import { describe, expect, it } from '@jest/globals';
import { makeReportStore } from '../../../lib/adapters/documents/report-store.ts';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import type { StatusEvent } from '../../../lib/ports/live.ts';
import { makeFailedJobs } from '../../../lib/services/failed-jobs.ts';
import { skippedRun } from '../../../lib/engine/run-playbook.ts';
import { aReport } from '../../support/documents.ts';
import { aPlan, composed, makeWorld, silentLog, silentMetrics } from '../../support/engine.ts';

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('A job that Lambda gave up on', () => {
  const giveUpOf = ({ tables, jobs, runs }: ReturnType<typeof makeWorld>, events: StatusEvent[] = []) =>
    makeFailedJobs({
      reports: makeReportStore(tables, systemClock),
      runs,
      jobs,
      status: { send: (_tenant, batch) => Promise.resolve(void events.push(...batch)) },
      statusLog: { lastSequence: () => Promise.resolve(7) },
      metrics: silentMetrics,
      clock: systemClock,
      log: silentLog,
    });

  it('fails with the request that gave up when its attempts are used', async () => {
    const world = makeWorld({ plan: aPlan(['a', 'b'], [['a', 'b']]) });
    const ref = await world.submit();
    const now = Date.now();
    for (const attempt of [1, 2, 3]) {
      const at = new Date(now - 600_000 + attempt * 60_000);
      await world.jobs.claim(ref, { owner: 'crashed', now: at, leaseMs: 30_000, maxAttempts: 3 });
    }
    const events: StatusEvent[] = [];
    expect(await giveUpOf(world, events).giveUp(ref, 'request-9')).toBe('failed');
    expect(events).toMatchObject([{ sequence: 8, status: 'error', query_id: ref.queryId }]);
    expect(await world.find(ref)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('too many times'),
    });
    expect((await world.jobs.find(ref))?.failure).toMatchObject({ request_id: 'request-9', attempts: 3 });
    expect(await giveUpOf(world).giveUp(ref, 'request-9')).toBe('finished');
  });

  it('leaves on the report what its agents had found before', async () => {
    const plan = aPlan(['place', 'what']);
    const world = makeWorld({ plan });
    const reports = makeReportStore(world.tables, systemClock);
    const report = aReport({ raw_text: 'A pothole on MG Road.' });
    await reports.insert(world.tenantId, report, { fingerprint: 'f' });
    const ref = { tenantId: world.tenantId, jobId: report.job_id };
    const at = new Date(Date.now() - 600_000);
    const claim = { owner: 'crashed', now: at, leaseMs: 1, maxAttempts: 3 };
    const first = await world.jobs.claim(ref, claim);
    if (!('lease' in first)) throw new Error('not claimed');
    await world.jobs.savePlan(first.lease, plan);
    await world.runs.record(first.lease, {
      ...skippedRun(plan.nodes[0]!, '', at.toISOString()),
      status: 'success',
      output: { location_text: 'MG Road', large: 'x'.repeat(40_000) },
    });
    for (const attempt of [2, 3])
      await world.jobs.claim(ref, { ...claim, now: new Date(at.getTime() + attempt * 1_000) });
    expect(await giveUpOf(world).giveUp(ref, 'request-9')).toBe('failed');
    const stored = await reports.find(world.tenantId, report.incident_id);
    expect(stored).toMatchObject({ status: 'failed', error: expect.stringContaining('too many times') });
    expect(stored?.ingestion_data).toEqual({ location_text: 'MG Road' });
  });

  it('is left to the sweeper when it has attempts left, and costs none', async () => {
    const world = makeWorld({ plan: aPlan(['a', 'b'], [['a', 'b']]) });
    const ref = await world.submit();
    expect(await giveUpOf(world).giveUp(ref, 'request-9')).toBe('released');
    expect(await world.jobs.find(ref)).toMatchObject({ attempts: 0, status: 'processing' });
    expect(await world.jobs.listDue(new Date(), 10)).toHaveLength(1);
    expect(await world.run(ref)).toBe('completed');
  });

  it('is left alone while another execution works on it', async () => {
    const world = makeWorld({
      plan: aPlan(['a']),
      script: { a: async (call) => (await after(20), composed(call)) },
    });
    const ref = await world.submit();
    const running = world.run(ref);
    expect(await giveUpOf(world).giveUp(ref, 'request-9')).toBe('held');
    expect(await running).toBe('completed');
  });
});
