import { isoNow } from '../domain/metadata.ts';
import type { ReportStore } from '../ports/documents.ts';
import type {
  AgentRunStore,
  Claim,
  Job,
  JobFailure,
  JobOutcome,
  JobRef,
  JobStore,
  Lease,
} from '../ports/jobs.ts';
import type { LiveStatus, StatusLog, StatusTransport } from '../ports/live.ts';
import type { Clock, Log, Metrics } from '../ports/world.ts';
import { fitData } from './fit-data.ts';
import { partialReport } from './partial-report.ts';

export interface FailedJobsPorts {
  reports: Pick<ReportStore, 'find'>;
  runs: Pick<AgentRunStore, 'list'>;
  jobs: Pick<JobStore, 'claim' | 'release' | 'finish'>;
  status: StatusTransport;
  statusLog: Pick<StatusLog, 'lastSequence'>;
  metrics: Metrics;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** As the engine's own settings: three attempts; the lease only has to last for two writes. */
const MAX_ATTEMPTS = 3;
const LEASE_MS = 30_000;

const outcomeOf = (job: Job, failure: JobFailure, kept: JobOutcome['report']): JobOutcome =>
  job.subject === 'report'
    ? { status: 'failed', failure, report: { ...kept, status: 'failed', error: failure.message } }
    : { status: 'failed', failure, query: { error: failure.message, completed_at: failure.at } };

/**
 * What becomes of a job whose event Lambda gave up on. It has failed when its attempts are used; otherwise it is left to
 * the sweeper, at no cost of an attempt. The projection of a failed report is the sweeper's, too.
 */
export function makeFailedJobs({
  reports,
  runs,
  jobs,
  status,
  statusLog,
  metrics,
  clock,
  log,
}: FailedJobsPorts) {
  const tell = async ({ ref, subject, subjectId, sessionId }: Job, message: string): Promise<void> => {
    const last = await statusLog.lastSequence(ref);
    const ended: LiveStatus = 'error';
    const event = {
      job_id: ref.jobId,
      ...(subject === 'query' ? { query_id: subjectId } : { incident_id: subjectId }),
      ...(sessionId !== undefined && { session_id: sessionId }),
      sequence: last + 1,
      status: ended,
      message,
      timestamp: isoNow(clock.now()),
    };
    await status.send(ref.tenantId, [event]);
  };

  /** What agents had found before; values too large for the report itself are left to the execution log. */
  const keptOf = async ({ ref, subject, subjectId, plan }: Job): Promise<JobOutcome['report']> => {
    if (subject !== 'report') return undefined;
    const [report, recorded] = await Promise.all([reports.find(ref.tenantId, subjectId), runs.list(ref)]);
    const found = report && partialReport(report, plan, recorded);
    return found && { ...found, ingestion_data: await fitData(undefined, ref, found.ingestion_data) };
  };

  const fail = async (lease: Lease, job: Job, requestId: string): Promise<'failed'> => {
    const failure: JobFailure = {
      code: 'INTERNAL',
      message: 'The job broke its execution too many times.',
      request_id: requestId,
      attempts: MAX_ATTEMPTS,
      at: isoNow(clock.now()),
      agent_ids: [],
    };
    const kept = await keptOf(job).catch((error: unknown) => {
      log.warn('What was found could not be kept.', { job_id: job.ref.jobId, error });
      return undefined;
    });
    await jobs.finish(lease, outcomeOf(job, failure, kept));
    metrics.record({ Jobs: 1 }, { kind: job.subject, status: 'failed' }, { job_id: job.ref.jobId });
    log.error('A job failed: Lambda gave up on it.', { job_id: job.ref.jobId, request_id: requestId });
    await tell(job, failure.message).catch((error: unknown) => {
      log.warn('Nobody could be told that a job failed.', { job_id: job.ref.jobId, error });
    });
    return 'failed';
  };

  return {
    async giveUp(ref: JobRef, requestId: string): Promise<'failed' | 'released' | Claim['outcome']> {
      const now = clock.now();
      const options = { owner: requestId, now, leaseMs: LEASE_MS, maxAttempts: MAX_ATTEMPTS };
      const claim = await jobs.claim(ref, options);
      if (!('lease' in claim)) return claim.outcome;
      if (claim.outcome === 'exhausted') return fail(claim.lease, claim.job, requestId);
      await jobs.release(claim.lease, { dueAt: now, progressed: true });
      return 'released';
    },
  };
}
