import type { AgentRun } from '../domain/run.ts';
import { AppError, toAppError } from '../errors.ts';
import type { Claim, JobOutcome, JobRef, Lease, Plan } from '../ports/jobs.ts';
import { makeAnswerMemo } from './answer-memo.ts';
import { makeCircuitBreaker } from './circuit-breaker.ts';
import { makeEnds } from './end-job.ts';
import type { EnginePorts, Execution, Session } from './end-job.ts';
import { holdSlot } from './job-slot.ts';
import { wholeRun } from './large-outputs.ts';
import { keepLease } from './lease-keeper.ts';
import { makeProgress } from './progress.ts';
import { recordRun } from './run-metrics.ts';
import { runPlaybook } from './run-playbook.ts';
import type { EngineSettings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import type { Stop } from './stop.ts';
import { makeStop, Stopped, unlessAborted } from './stop.ts';

export type ExecutionResult =
  | JobOutcome['status']
  /** Nothing was done: somebody else works on the job, it has ended, or there is none. */
  | 'held'
  | 'finished'
  | 'missing'
  /** The job goes on in a later execution. */
  | 'released'
  /** Another execution took over. */
  | 'lease-lost';

/**
 * The engine. `run` takes a job as far as this execution can:
 *
 *   claim the lease, or leave
 *   take one of the tenant's slots, or leave the job to a later execution
 *   plan, or read the plan of the first claim
 *   run every agent that is not on record (run-playbook)
 *   synthesise, write the end under the lease, tell the kind
 *
 * Whatever goes wrong on the way ends in one of three ways: the job is failed with a typed record, it is released for a
 * later execution, or nothing more is written because the lease belongs to another.
 */
export function makeEngine(ports: EnginePorts, overrides: Partial<EngineSettings> = {}) {
  const settings: EngineSettings = { ...defaultSettings, ...overrides };
  const { jobs, runs, kinds, clock, log, blobs, publisher } = ports;
  const ends = makeEnds(ports);
  const breaker = makeCircuitBreaker(clock, settings.breaker);
  const random = ports.random ?? Math.random;

  const planOf = async (session: Session): Promise<Plan> => {
    const { job, keeper, stop, progress } = session;
    if (job.plan !== undefined) return job.plan;
    progress('loading_agents', 'Reading the playbook.');
    const plan = await unlessAborted(stop.signal, kinds[job.subject].prepare(job, stop.signal));
    await jobs.savePlan(keeper.lease(), plan);
    session.job = { ...job, plan };
    return plan;
  };

  /** What earlier executions recorded; their open slots are closed to them first, so that nothing comes in later. */
  const recordedOf = async ({ job, keeper }: Session, plan: Plan): Promise<AgentRun[]> => {
    const lease = keeper.lease();
    if (lease.fence === 1) return [];
    const known = new Set((await runs.list(job.ref)).map(({ agent_id }) => agent_id));
    const open = plan.nodes.map(({ agent }) => agent.agent_id).filter((id) => !known.has(id));
    if (open.length > 0) await runs.fence(lease, open);
    return runs.list(job.ref);
  };

  const runAgents = async (session: Session, plan: Plan) => {
    const { job, keeper, stop, progress, execution } = session;
    const input = await kinds[job.subject].input(job, plan);
    const recorded = await recordedOf(session, plan);
    const earlier = keeper.lease().fence === 1 ? undefined : await runs.listAnswers(job.ref);
    const effects = {
      agents: ports.agents,
      clock,
      breaker,
      random,
      blobs,
      progress,
      memoOf: (agentId: string, startedAt: string) =>
        makeAnswerMemo({
          earlier: earlier?.get(agentId),
          store: (call, answer) =>
            runs
              .keepAnswer(keeper.lease(), agentId, { startedAt, call, answer })
              .catch((error: unknown) =>
                log.warn('An answer could not be kept.', { job_id: job.ref.jobId, agent_id: agentId, error }),
              ),
          slowerThanMs: settings.keepSlowerThanMs,
        }),
      startOf: (agentId: string) => earlier?.get(agentId)?.startedAt,
      mayStart: () => execution.remainingMs() > settings.stopStartingMs,
      record: async (run: AgentRun) => {
        const kept = await runs.record(keeper.lease(), run);
        session.progressed = true;
        recordRun(ports.metrics, job, run);
        return kept;
      },
    };
    const all = await runPlaybook({ ref: job.ref, plan, input, recorded }, effects, stop, settings);
    return { runs: all, input };
  };

  const work = async (session: Session): Promise<JobOutcome['status']> => {
    const { job, keeper, stop, progress } = session;
    const plan = await planOf(session);
    const done = await runAgents(session, plan);
    const failed = ends.failedAgents(session, plan, done.runs);
    if (failed !== undefined) return failed;
    progress('validating', 'Checking what the agents found.');
    progress('synthesizing', 'Putting the answer together.');
    const save = (fields: Pick<JobOutcome, 'report' | 'query'>) => jobs.save(keeper.lease(), fields);
    const outcome = kinds[job.subject].synthesise({ job, plan, ...done, save });
    return ends.finish(session, await unlessAborted(stop.signal, outcome));
  };

  const release = async ({ keeper, progressed }: Session, waitMs: number): Promise<'released'> => {
    const dueAt = new Date(clock.now().getTime() + waitMs);
    await jobs.release(keeper.lease(), { dueAt, progressed });
    return 'released';
  };

  /** A job for which its tenant has no room costs it no attempt. */
  const workInSlot = async (session: Session): Promise<ExecutionResult> => {
    const slot = await holdSlot(session.job.ref, ports, settings);
    if (slot === undefined) {
      session.progressed = true;
      return release(session, settings.slotWaitMs);
    }
    try {
      return await work(session);
    } finally {
      await slot.end();
    }
  };

  /** How an execution ends that did not come to the job's own end. */
  const settle = async (session: Session, error: unknown): Promise<ExecutionResult> => {
    const reason = error instanceof Stopped ? error.reason : undefined;
    const failure = toAppError(error);
    if (reason === 'lease-lost' || failure.code === 'LEASE_LOST') return 'lease-lost';
    if (reason === 'cancelled') return ends.cancel(session);
    if (reason === 'deadline') return release(session, 0);
    const { attempts, ref } = session.job;
    const hopeless = error instanceof AppError && !error.retryable;
    if (hopeless || attempts >= settings.maxAttempts) return ends.fail(session, failure);
    log.error('An execution broke; the job will be tried again.', { job_id: ref.jobId, attempts, error });
    session.progressed = false;
    return release(session, 1_000 * 2 ** attempts);
  };

  const workOrSettle = async (session: Session, claim: 'claimed' | 'exhausted'): Promise<ExecutionResult> => {
    try {
      if (claim === 'exhausted')
        return await ends.fail(
          session,
          new AppError('INTERNAL', 'The job broke its execution too many times.'),
        );
      if (session.job.cancelRequested) return await ends.cancel(session);
      return await workInSlot(session);
    } catch (error) {
      return settle(session, error).catch((failure: unknown) => {
        if (toAppError(failure).code === 'LEASE_LOST') return 'lease-lost';
        throw failure;
      });
    }
  };

  const giveUpInTime = (execution: Execution, stop: Stop) => {
    const ended = new AbortController();
    void clock.sleep(Math.max(0, execution.remainingMs() - settings.giveUpMs), ended.signal).then(() => {
      if (!ended.signal.aborted) stop.request('deadline');
    });
    return () => ended.abort();
  };

  const runClaimed = async (
    { job, lease, outcome }: Extract<Claim, { lease: Lease }>,
    execution: Execution,
  ): Promise<ExecutionResult> => {
    const { ref } = lease;
    const stop = makeStop();
    const keeper = keepLease(lease, stop, { jobs, clock, log }, settings);
    const endDeadline = giveUpInTime(execution, stop);
    try {
      const after = lease.fence === 1 ? 0 : await publisher.lastSequence(ref).catch(() => 0);
      const progress = makeProgress(job, after, publisher, clock);
      const { maxAttempts } = settings;
      const session: Session = { job, keeper, stop, progress, execution, maxAttempts, progressed: false };
      const result = await workOrSettle(session, outcome);
      log.info('An execution of a job ended.', { job_id: ref.jobId, result, attempt: job.attempts });
      return result;
    } finally {
      endDeadline();
      await keeper.end();
      await publisher.flush(settings.flushMs);
    }
  };

  const run = async (ref: JobRef, execution: Execution): Promise<ExecutionResult> => {
    const { leaseMs, maxAttempts } = settings;
    const owner = execution.requestId;
    const claim = await jobs.claim(ref, { owner, now: clock.now(), leaseMs, maxAttempts });
    return 'lease' in claim ? runClaimed(claim, execution) : claim.outcome;
  };

  /** All runs of a job with their whole outputs, wherever these are kept. */
  const wholeRuns = async (ref: JobRef): Promise<AgentRun[]> =>
    Promise.all((await runs.list(ref)).map((stored) => wholeRun(blobs, ref, stored)));

  return { run, wholeRuns };
}
export type Engine = ReturnType<typeof makeEngine>;
