import { describe, expect, it } from '@jest/globals';
import { makeJobStore } from '../../../lib/adapters/documents/job-store.ts';
import { makeQueryStore } from '../../../lib/adapters/documents/query-store.ts';
import { makeReportStore } from '../../../lib/adapters/documents/report-store.ts';
import { noUsage } from '../../../lib/domain/run.ts';
import type { JobFailure, JobRef, Lease, Plan } from '../../../lib/ports/jobs.ts';
import { onEveryDocumentBackend } from '../../support/document-backends.ts';
import { aQuery, aReport, makeManualClock, START } from '../../support/documents.ts';

const failure: JobFailure = {
  code: 'INTERNAL',
  message: 'It broke.',
  request_id: 'request-1',
  attempts: 3,
  at: START.toISOString(),
  agent_ids: [],
};

onEveryDocumentBackend('The job store', (tables) => {
  const setUp = async (tenantId = 'tenant-a') => {
    const clock = makeManualClock();
    const jobs = makeJobStore(tables(), clock);
    const reports = makeReportStore(tables(), clock);
    const queries = makeQueryStore(tables(), clock);
    const report = aReport();
    const query = aQuery();
    await reports.insert(tenantId, report, { fingerprint: 'f' });
    await queries.insert(tenantId, query, { fingerprint: 'f' });
    const ofReport: JobRef = { tenantId, jobId: report.job_id };
    const ofQuery: JobRef = { tenantId, jobId: query.job_id };
    const claim = (ref: JobRef, owner = 'worker-1', maxAttempts = 3) =>
      jobs.claim(ref, { owner, now: clock.now(), leaseMs: 30_000, maxAttempts });
    const claimed = async (ref: JobRef, owner?: string): Promise<Lease> => {
      const claimOf = await claim(ref, owner);
      if (!('lease' in claimOf)) throw new Error(claimOf.outcome);
      return claimOf.lease;
    };
    return { clock, jobs, reports, queries, report, query, ofReport, ofQuery, claim, claimed, tenantId };
  };

  it('finds a new job as accepted, with its subject', async () => {
    const { jobs, ofReport, ofQuery, report, query } = await setUp();
    expect(await jobs.find(ofReport)).toMatchObject({
      ref: ofReport,
      subject: 'report',
      subjectId: report.incident_id,
      status: 'accepted',
      attempts: 0,
      cancelRequested: false,
    });
    expect(await jobs.find(ofQuery)).toMatchObject({ subject: 'query', sessionId: query.session_id });
  });

  it('takes a job of another tenant, of another generation, or of no subject for missing', async () => {
    const { jobs, ofReport, claim, report, tenantId } = await setUp();
    const others = [
      { ...ofReport, tenantId: 'tenant-b' },
      { tenantId, jobId: `job_${report.incident_id}_2` },
      { tenantId, jobId: 'job_nonsense' },
    ];
    for (const other of others) {
      expect(await claim(other)).toEqual({ outcome: 'missing' });
      expect(await jobs.find(other)).toBeUndefined();
      expect(await jobs.requestCancel(other)).toBe(false);
    }
  });

  it('gives one of fifty claims at once the lease and tells the others that it is held', async () => {
    const { claim, ofReport } = await setUp();
    const claims = await Promise.all(Array.from({ length: 50 }, (_, index) => claim(ofReport, `w${index}`)));
    expect(claims.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ outcome }) => outcome === 'held')).toHaveLength(49);
  });

  it('shows a claimed report and query as processing', async () => {
    const { claim, ofReport, ofQuery, reports, queries, report, query, tenantId } = await setUp();
    await claim(ofReport);
    await claim(ofQuery);
    expect((await reports.find(tenantId, report.incident_id))?.status).toBe('processing');
    expect((await queries.find(tenantId, query.query_id))?.status).toBe('processing');
  });

  it('gives the lease of a worker that fell silent to the next one, and refuses every write of the first', async () => {
    const { clock, jobs, ofReport, claimed, claim } = await setUp();
    const stale = await claimed(ofReport);
    clock.advance(29_999);
    expect(await claim(ofReport, 'worker-2')).toEqual({ outcome: 'held' });
    clock.advance(1);
    const lease = await claimed(ofReport, 'worker-2');
    expect(lease.fence).toBe(stale.fence + 1);
    const plan: Plan = { kind: 'ingestion', nodes: [], edges: [] };
    const writes = [
      () => jobs.renew(stale, clock.now()),
      () => jobs.savePlan(stale, plan),
      () => jobs.save(stale, { report: { ingestion_data: { a: 1 } } }),
      () => jobs.release(stale, { dueAt: clock.now(), progressed: false }),
      () => jobs.finish(stale, { status: 'completed' }),
    ];
    for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await jobs.find(ofReport)).toMatchObject({ status: 'processing', attempts: 2 });
    await expect(jobs.renew(lease, clock.now())).resolves.toMatchObject({ cancelRequested: false });
  });

  it('keeps the lease alive as long as it is renewed', async () => {
    const { clock, jobs, ofReport, claimed, claim } = await setUp();
    let lease = await claimed(ofReport);
    for (let round = 0; round < 4; round++) {
      clock.advance(20_000);
      ({ lease } = await jobs.renew(lease, new Date(clock.now().getTime() + 30_000)));
    }
    expect(await claim(ofReport, 'worker-2')).toEqual({ outcome: 'held' });
  });

  it('gives the lease all the same when every attempt is used', async () => {
    const { clock, ofReport, claim } = await setUp();
    for (const outcome of ['claimed', 'claimed', 'exhausted']) {
      expect(await claim(ofReport, 'w', 2)).toMatchObject({ outcome });
      clock.advance(30_000);
    }
  });

  it('counts no attempt for a released job that made progress', async () => {
    const { clock, jobs, ofReport, claimed } = await setUp();
    await jobs.release(await claimed(ofReport), { dueAt: clock.now(), progressed: true });
    expect(await jobs.find(ofReport)).toMatchObject({ attempts: 0 });
    await jobs.release(await claimed(ofReport), { dueAt: clock.now(), progressed: false });
    expect(await jobs.find(ofReport)).toMatchObject({ attempts: 1 });
    expect(await jobs.listDue(clock.now(), 1_000)).toContainEqual(ofReport);
  });

  it('keeps a plan larger than one item may be', async () => {
    const { jobs, ofReport, claimed, clock } = await setUp();
    const interpretation = { unmatched: ['ö'.repeat(500_000)] } as unknown as NonNullable<
      Plan['interpretation']
    >;
    const plan: Plan = { kind: 'ingestion', nodes: [], edges: [{ from: 'a', to: 'b' }], interpretation };
    await jobs.savePlan(await claimed(ofReport), plan);
    expect((await jobs.find(ofReport))?.plan).toEqual(plan);
    clock.advance(60_000);
    const again = await jobs.claim(ofReport, {
      owner: 'w2',
      now: clock.now(),
      leaseMs: 1,
      maxAttempts: 3,
    });
    expect(again).toMatchObject({ outcome: 'claimed', job: { plan } });
  });

  it('ends a report with its fields, a new version and a projection to be made', async () => {
    const { clock, jobs, reports, ofReport, claimed, claim, report, tenantId } = await setUp();
    const lease = await claimed(ofReport);
    await jobs.finish(lease, {
      status: 'completed',
      report: { status: 'completed', ingestion_data: { urgency: 'urgent' } },
    });
    const stored = await reports.find(tenantId, report.incident_id);
    expect(stored).toMatchObject({ status: 'completed', version: 2, ingestion_data: { urgency: 'urgent' } });
    expect(await claim(ofReport)).toEqual({ outcome: 'finished' });
    clock.advance(60_000);
    expect(await jobs.listDue(clock.now(), 1_000)).not.toContainEqual(ofReport);
    const pending = { tenantId, incidentId: report.incident_id };
    expect(await reports.listUnprojected(clock.now(), 1_000)).toContainEqual(pending);
    await reports.markProjected(tenantId, report.incident_id, 1);
    expect(await reports.listUnprojected(clock.now(), 1_000)).toContainEqual(pending);
    await reports.markProjected(tenantId, report.incident_id, 2);
    expect(await reports.listUnprojected(clock.now(), 1_000)).not.toContainEqual(pending);
  });

  it('leaves a status alone that a person gave while the job ran', async () => {
    const { jobs, reports, ofReport, claimed, report, tenantId } = await setUp();
    const lease = await claimed(ofReport);
    await reports.update(tenantId, { ...report, status: 'assigned', version: 2 });
    await jobs.finish(lease, {
      status: 'completed',
      report: { status: 'completed', ingestion_data: { urgency: 'low' } },
    });
    expect(await reports.find(tenantId, report.incident_id)).toMatchObject({
      status: 'assigned',
      version: 3,
      ingestion_data: { urgency: 'low' },
    });
  });

  it('ends a query with its fields', async () => {
    const { jobs, queries, ofQuery, claimed, query, tenantId } = await setUp();
    const lease = await claimed(ofQuery);
    await jobs.save(lease, { query: { usage: { ...noUsage, input_tokens: 7 } } });
    await jobs.finish(lease, { status: 'awaiting_approval', query: { summary: 'Twelve.' } });
    expect(await queries.find(tenantId, query.query_id)).toMatchObject({
      status: 'awaiting_approval',
      summary: 'Twelve.',
      usage: { input_tokens: 7 },
    });
    expect((await jobs.find(ofQuery))?.status).toBe('awaiting_approval');
  });

  it('tells the worker of a cancellation at its next renewal', async () => {
    const { clock, jobs, ofQuery, claimed } = await setUp();
    const lease = await claimed(ofQuery);
    expect(await jobs.requestCancel(ofQuery)).toBe(true);
    expect(await jobs.renew(lease, clock.now())).toMatchObject({ cancelRequested: true });
    await jobs.finish(lease, { status: 'cancelled' });
    expect(await jobs.requestCancel(ofQuery)).toBe(false);
  });

  it('opens a failed job again and no other', async () => {
    const { clock, jobs, queries, ofQuery, claimed, query, tenantId } = await setUp();
    expect(await jobs.reopen(ofQuery, clock.now())).toBe(false);
    const lease = await claimed(ofQuery);
    await jobs.finish(lease, { status: 'failed', query: { error: 'It broke.' }, failure });
    expect(await jobs.find(ofQuery)).toMatchObject({ status: 'failed', failure, error: 'It broke.' });
    expect(await jobs.reopen(ofQuery, clock.now())).toBe(true);
    expect(await jobs.find(ofQuery)).toMatchObject({ status: 'accepted', attempts: 0 });
    expect((await jobs.find(ofQuery))?.failure).toBeUndefined();
    expect((await queries.find(tenantId, query.query_id))?.error).toBeUndefined();
    expect((await claimed(ofQuery)).fence).toBe(lease.fence + 1);
  });

  describe('for the sweeper', () => {
    it('lists jobs whose dispatch was lost and jobs whose worker fell silent, not those being worked on', async () => {
      const { clock, jobs, ofReport, ofQuery, claimed } = await setUp();
      await claimed(ofQuery);
      expect(await jobs.listDue(clock.now(), 1_000)).not.toContainEqual(ofReport);
      clock.advance(10_000);
      const due = await jobs.listDue(clock.now(), 1_000);
      expect(due).toContainEqual(ofReport);
      expect(due).not.toContainEqual(ofQuery);
      clock.advance(20_000);
      expect(await jobs.listDue(clock.now(), 1_000)).toContainEqual(ofQuery);
    });

    it('gives a due job to one of two sweepers', async () => {
      const { clock, jobs, ofReport } = await setUp();
      const now = clock.advance(10_000);
      const next = new Date(now.getTime() + 30_000);
      const touched = await Promise.all([jobs.touch(ofReport, now, next), jobs.touch(ofReport, now, next)]);
      expect(touched.filter(Boolean)).toHaveLength(1);
      expect(await jobs.listDue(now, 1_000)).not.toContainEqual(ofReport);
    });
  });

  it('lets a reprocessed report take the job away from the old one', async () => {
    const { jobs, reports, ofReport, claimed, report, tenantId } = await setUp();
    const lease = await claimed(ofReport);
    const jobId = `job_${report.incident_id}_2`;
    await reports.reprocess(tenantId, { ...report, job_id: jobId, version: 2, status: 'accepted' });
    await expect(jobs.finish(lease, { status: 'completed' })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await jobs.find({ tenantId, jobId })).toMatchObject({ status: 'accepted', attempts: 0 });
  });
});
