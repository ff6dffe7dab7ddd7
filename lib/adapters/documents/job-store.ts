import { AppError } from '../../errors.ts';
import type { Claim, Job, JobOutcome, JobRef, JobStore, Lease } from '../../ports/jobs.ts';
import type { Clock } from '../../ports/world.ts';
import type { Condition, Tables, Update } from './document-table.ts';
import { all, any, atMost, equals, missing, oneOf } from './document-table.ts';
import { getPlan, putPlan } from './plan-items.ts';
import {
  freshJob,
  GRACE_MS,
  isTerminal,
  later,
  NO_LEASE,
  ofJob,
  openJobStatuses,
  subjectOf,
  sweepMark,
  toJob,
} from './subject-items.ts';
import type { Subject, SubjectItem } from './subject-items.ts';
import { listSwept } from './swept-items.ts';

const leaseLost = (): AppError =>
  new AppError('LEASE_LOST', 'Another execution has taken over the job, or it has ended.');

const held = (lease: Lease): Condition =>
  ofJob(
    lease.ref,
    equals('fence', lease.fence),
    equals('lease_owner', lease.owner),
    equals('job_status', 'processing'),
  );

/** `record.` paths of the fields that a job writes into its subject. */
const recordFields = (fields: object | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [`record.${name}`, value]));

const queryStatus = (subject: Subject, status: string) =>
  subject.kind === 'query' ? { 'record.status': status } : {};

/** Every change of a report's record is a new version whose projection is due. */
const reportRevision = (subject: Subject, now: string): Update =>
  subject.kind === 'report'
    ? { set: { projection_pending: now }, increase: { version: 1, 'record.version': 1 } }
    : {};

/**
 * Jobs on the items of their subjects. All writes are single conditional updates: a claim wins when no lease runs, and
 * whatever a worker writes names the fence of its claim.
 */
export function makeJobStore(tables: Tables, clock: Pick<Clock, 'now'>): JobStore {
  const now = (): string => clock.now().toISOString();
  const located = (ref: JobRef): Subject => {
    const subject = subjectOf(ref, tables);
    if (subject === undefined) throw leaseLost();
    return subject;
  };
  const withPlan = async (subject: Subject, item: SubjectItem): Promise<Job> => {
    const job = toJob(subject.kind, item);
    if (item.plan_parts === undefined) return job;
    const plan = await getPlan(tables.agentRuns, job.ref, item.plan_fence ?? 0, item.plan_parts);
    return plan === undefined ? job : { ...job, plan };
  };
  const read = async (subject: Subject, ref: JobRef): Promise<SubjectItem | undefined> => {
    const item = (await subject.table.get(subject.key)) as SubjectItem | undefined;
    return item?.job_id === ref.jobId ? item : undefined;
  };
  const write = async (lease: Lease, change: Update, when?: Condition): Promise<SubjectItem | undefined> => {
    const { table, key } = located(lease.ref);
    const condition = when === undefined ? held(lease) : all(held(lease), when);
    return (await table.update(key, change, condition)) as SubjectItem | undefined;
  };
  const writeOrLose = async (lease: Lease, change: Update): Promise<SubjectItem> => {
    const item = await write(lease, change);
    if (item === undefined) throw leaseLost();
    return item;
  };

  /** A person may have moved the report on while its job ran; then the job's own status does not overwrite that. */
  const finishReport = async (lease: Lease, change: Update, status: string | undefined): Promise<void> => {
    const untouched = oneOf('record.status', ['accepted', 'processing']);
    const set = { ...change.set, 'record.status': status };
    if ((await write(lease, { ...change, set }, untouched)) === undefined) await writeOrLose(lease, change);
  };

  const finish = async (lease: Lease, outcome: JobOutcome): Promise<void> => {
    const subject = located(lease.ref);
    const at = now();
    const { status, ...report } = outcome.report ?? {};
    const revision = reportRevision(subject, at);
    const change: Update = {
      ...revision,
      set: {
        ...revision.set,
        ...recordFields(subject.kind === 'report' ? report : { ...outcome.query, status: outcome.status }),
        'record.updated_at': at,
        job_status: outcome.status,
        job_updated_at: at,
        job_failure: outcome.failure,
        lease_until: NO_LEASE,
        ...(subject.kind === 'report' && { sweep_at: later(at, GRACE_MS) }),
      },
      remove: ['lease_owner', ...(subject.kind === 'query' ? ['sweep_shard', 'sweep_at'] : [])],
    };
    if (subject.kind === 'report') await finishReport(lease, change, status);
    else await writeOrLose(lease, change);
  };

  return {
    find: async (ref) => {
      const subject = subjectOf(ref, tables);
      const item = subject && (await read(subject, ref));
      return subject && item && withPlan(subject, item);
    },

    claim: async (ref, { owner, now: at, leaseMs, maxAttempts }): Promise<Claim> => {
      const subject = subjectOf(ref, tables);
      if (subject === undefined) return { outcome: 'missing' };
      const until = later(at, leaseMs);
      const set = {
        ...queryStatus(subject, 'processing'),
        job_status: 'processing',
        lease_owner: owner,
        lease_until: until,
        sweep_at: until,
        job_updated_at: at.toISOString(),
      };
      const free = ofJob(ref, oneOf('job_status', openJobStatuses), atMost('lease_until', at.toISOString()));
      const change = { set, increase: { fence: 1, attempts: 1 } };
      const item = (await subject.table.update(subject.key, change, free)) as SubjectItem | undefined;
      if (item === undefined) {
        const current = await read(subject, ref);
        if (current === undefined) return { outcome: 'missing' };
        return { outcome: isTerminal(current.job_status) ? 'finished' : 'held' };
      }
      const lease: Lease = { ref, owner, fence: item.fence, until: new Date(until) };
      const job = await withPlan(subject, item);
      return { outcome: item.attempts > maxAttempts ? 'exhausted' : 'claimed', lease, job };
    },

    renew: async (lease, until) => {
      const end = until.toISOString();
      const item = await writeOrLose(lease, { set: { lease_until: end, sweep_at: end } });
      return { lease: { ...lease, until }, cancelRequested: item.cancel_requested };
    },

    savePlan: async (lease, plan) => {
      const parts = await putPlan(tables.agentRuns, lease.ref, lease.fence, plan);
      await writeOrLose(lease, { set: { plan_parts: parts, plan_fence: lease.fence } });
    },

    save: async (lease, { report, query }) => {
      const subject = located(lease.ref);
      const revision = reportRevision(subject, now());
      const set = { ...revision.set, ...recordFields(subject.kind === 'report' ? report : query) };
      await writeOrLose(lease, { ...revision, set });
    },

    release: async (lease, { dueAt, progressed }) => {
      await writeOrLose(lease, {
        set: { lease_until: NO_LEASE, sweep_at: dueAt.toISOString(), job_updated_at: now() },
        remove: ['lease_owner'],
        ...(progressed && { increase: { attempts: -1 } }),
      });
    },

    finish,

    requestCancel: async (ref) => {
      const subject = subjectOf(ref, tables);
      if (subject === undefined) return false;
      const open = ofJob(ref, oneOf('job_status', openJobStatuses));
      const change = { set: { cancel_requested: true } };
      return (await subject.table.update(subject.key, change, open)) !== undefined;
    },

    reopen: async (ref, at) => {
      const subject = subjectOf(ref, tables);
      if (subject === undefined) return false;
      const revision = reportRevision(subject, at.toISOString());
      const set = {
        ...revision.set,
        ...freshJob(ref.jobId, at.toISOString()),
        ...sweepMark(subject.key['pk'] ?? '', later(at, GRACE_MS)),
        'record.updated_at': at.toISOString(),
        ...(subject.kind === 'query' && { 'record.completed_at': null }),
      };
      const remove = ['job_failure', 'record.error', 'lease_owner'];
      const failed = ofJob(ref, equals('job_status', 'failed'));
      const reopened = await subject.table.update(
        subject.key,
        { ...revision, set: { ...set, 'record.status': 'accepted' }, remove },
        all(failed, equals('record.status', 'failed')),
      );
      if (reopened !== undefined) return true;
      return (await subject.table.update(subject.key, { ...revision, set, remove }, failed)) !== undefined;
    },

    listDue: async (at, limit) => {
      const due = await listSwept([tables.reports, tables.queries], at.toISOString(), limit);
      return due
        .filter(({ job_status, sweep_at = '' }) => !isTerminal(job_status) && sweep_at <= at.toISOString())
        .slice(0, limit)
        .map(({ tenant_id, job_id }) => ({ tenantId: tenant_id, jobId: job_id }));
    },

    touch: async (ref, at, nextDue) => {
      const subject = subjectOf(ref, tables);
      if (subject === undefined) return false;
      const due = ofJob(
        ref,
        oneOf('job_status', openJobStatuses),
        any(missing('sweep_at'), atMost('sweep_at', at.toISOString())),
      );
      const change = { set: { sweep_at: nextDue.toISOString() } };
      return (await subject.table.update(subject.key, change, due)) !== undefined;
    },
  };
}
