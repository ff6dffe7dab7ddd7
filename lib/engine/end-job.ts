import { isoNow } from '../domain/metadata.ts';
import type { AgentRun } from '../domain/run.ts';
import { AppError } from '../errors.ts';
import type { BlobStore } from '../ports/blobs.ts';
import type { AgentRunner } from '../ports/agents.ts';
import type {
  AgentRunStore,
  Job,
  JobEnd,
  JobFailure,
  JobKind,
  JobOutcome,
  JobSlots,
  JobStore,
  Plan,
} from '../ports/jobs.ts';
import type { StatusPublisher } from '../ports/live.ts';
import type { Clock, Log, Metrics } from '../ports/world.ts';
import { isFatal } from './decide.ts';
import { shortened, wholeRun } from './large-outputs.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { Progress } from './progress.ts';
import { planSettings, skippedRun } from './run-playbook.ts';
import type { Stop } from './stop.ts';

/** Bytes of a failure's message; the whole of it stands in the run of the agent that failed. */
const MAX_MESSAGE = 2_000;

export interface EnginePorts {
  jobs: JobStore;
  runs: AgentRunStore;
  slots: JobSlots;
  kinds: Readonly<Record<Job['subject'], JobKind>>;
  agents: AgentRunner;
  blobs: BlobStore;
  publisher: StatusPublisher;
  metrics: Metrics;
  clock: Clock;
  log: Log;
  random?: () => number;
}

/** One execution of the orchestrator. */
export interface Execution {
  /** Unique to the execution; names the holder of the lease and finds its log lines. */
  requestId: string;
  /** Milliseconds until the execution is ended from outside. */
  remainingMs(): number;
}

export interface Session {
  job: Job;
  keeper: LeaseKeeper;
  stop: Stop;
  progress: Progress;
  execution: Execution;
  maxAttempts: number;
  /** Whether anything was put on record. */
  progressed: boolean;
}

const finalMessages: Readonly<Record<JobOutcome['status'], string>> = {
  completed: 'Done.',
  awaiting_approval: 'The changes wait for approval.',
  failed: 'The job failed.',
  cancelled: 'The job was cancelled.',
};

/** The ways a job comes to its end, each one write under the lease and then the kind's own last steps. */
export function makeEnds({ jobs, runs, kinds, blobs, clock, log, metrics }: EnginePorts) {
  const failureOf = (session: Session, error: AppError, agentIds: string[]): JobFailure => ({
    code: error.code,
    message: shortened(error.message, MAX_MESSAGE),
    request_id: session.execution.requestId,
    attempts: Math.min(session.job.attempts, session.maxAttempts),
    at: isoNow(clock.now()),
    agent_ids: agentIds,
  });

  const finish = async (session: Session, outcome: JobOutcome): Promise<JobOutcome['status']> => {
    const { job, keeper, progress } = session;
    await jobs.finish(keeper.lease(), outcome);
    const details = { job_id: job.ref.jobId, tenant_id: job.ref.tenantId };
    metrics.record({ Jobs: 1 }, { kind: job.subject, status: outcome.status }, details);
    const status =
      outcome.status === 'completed' ? 'complete' : outcome.status === 'failed' ? 'error' : outcome.status;
    progress(status, outcome.failure?.message ?? finalMessages[outcome.status]);
    await kinds[job.subject]
      .settled(job)
      .catch((error: unknown) =>
        log.warn('The sweeper has to settle a job.', { job_id: job.ref.jobId, error }),
      );
    return outcome.status;
  };

  const abandon = async (session: Session, recorded: readonly AgentRun[], end: JobEnd) => {
    const outcome = await kinds[session.job.subject].abandon(session.job, recorded, end);
    return finish(session, end.status === 'failed' ? { ...outcome, failure: end.failure } : outcome);
  };

  /** The runs on record with their whole outputs; a store that is away must not keep a job from its end. */
  const recordedOf = async ({ job: { ref } }: Session): Promise<AgentRun[]> =>
    Promise.all((await runs.list(ref)).map((run) => wholeRun(blobs, ref, run).catch(() => run)));

  const fail = async (session: Session, error: AppError): Promise<'failed'> => {
    const recorded = await recordedOf(session);
    const failed = recorded.filter(({ status }) => status === 'error').map(({ agent_id }) => agent_id);
    log.error('A job failed.', { job_id: session.job.ref.jobId, code: error.code, error });
    await abandon(session, recorded, { status: 'failed', failure: failureOf(session, error, failed) });
    return 'failed';
  };

  /** The end of a job whose playbook ran through although agents failed that it cannot do without; undefined when none did. */
  const failedAgents = (session: Session, plan: Plan, done: readonly AgentRun[]) => {
    const settings = planSettings(plan);
    const failed = done.filter((run) => isFatal({ settings }, run.agent_id, run));
    const [first] = failed;
    if (first === undefined) return undefined;
    const message = `${first.agent_name} failed: ${first.error_message ?? 'no reason given'}`;
    const error = new AppError((first.error_code ?? 'INTERNAL') as AppError['code'], message);
    const ids = failed.map(({ agent_id }) => agent_id);
    return abandon(session, done, { status: 'failed', failure: failureOf(session, error, ids) });
  };

  const cancel = async (session: Session): Promise<'cancelled'> => {
    const recorded = await recordedOf(session);
    const known = new Set(recorded.map(({ agent_id }) => agent_id));
    const { plan } = (await jobs.find(session.job.ref)) ?? {};
    const open = (plan?.nodes ?? []).filter(({ agent }) => !known.has(agent.agent_id));
    const at = isoNow(clock.now());
    const lease = session.keeper.lease();
    const skips = open.map((node) => runs.record(lease, skippedRun(node, 'The job was cancelled.', at)));
    await abandon(session, [...recorded, ...(await Promise.all(skips))], { status: 'cancelled' });
    return 'cancelled';
  };

  return { finish, fail, cancel, failedAgents };
}
