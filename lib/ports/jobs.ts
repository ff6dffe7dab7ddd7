/** Jobs: their state, their leases, the runs of their agents, and how they are dispatched. */
import type { Agent, AgentClass } from '../domain/agent.ts';
import type { NodeSettings } from '../domain/domain.ts';
import type { Interpretation, StoredQuery } from '../domain/query.ts';
import type { StoredReport } from '../domain/report.ts';
import type { AgentRun, Usage } from '../domain/run.ts';
import type { ErrorCode } from '../errors.ts';
import type { AgentInvocation } from './agents.ts';

export interface JobRef {
  readonly tenantId: string;
  readonly jobId: string;
}

export type JobStatus =
  'accepted' | 'processing' | 'awaiting_approval' | 'completed' | 'failed' | 'cancelled';

export const terminalJobStatuses: readonly JobStatus[] = [
  'awaiting_approval',
  'completed',
  'failed',
  'cancelled',
];

/** What a job runs, fixed at its first claim so that a resumed job runs the same. */
export interface Plan {
  kind: AgentClass;
  nodes: PlanNode[];
  /** From the dependency to the dependent: playbook edges and agent dependencies together. */
  edges: { from: string; to: string }[];
  interpretation?: Interpretation;
  /** Spent on making the plan, before any agent ran. */
  usage?: Usage;
}

export interface PlanNode {
  agent: Agent;
  settings: NodeSettings;
}

export interface Job {
  ref: JobRef;
  subject: 'report' | 'query';
  subjectId: string;
  domainId: string;
  sessionId?: string;
  createdBy: string;
  status: JobStatus;
  /** Claims so far. */
  attempts: number;
  cancelRequested: boolean;
  plan?: Plan;
  createdAt: string;
  updatedAt: string;
  error?: string;
  /** Present once the job has failed. */
  failure?: JobFailure;
}

/** Why a job failed, for people and machines. `request_id` finds the log lines of the execution that gave up. */
export interface JobFailure {
  code: ErrorCode;
  message: string;
  request_id: string;
  attempts: number;
  at: string;
  /** Agents whose runs failed. */
  agent_ids: string[];
}

/** The right to write for a job. `fence` grows with every claim; a write with an older fence is refused. */
export interface Lease {
  readonly ref: JobRef;
  readonly owner: string;
  readonly fence: number;
  readonly until: Date;
}

export type Claim =
  | { outcome: 'claimed'; lease: Lease; job: Job }
  /** `exhausted`: every permitted attempt was used; the lease is given all the same, to write the failure. */
  | { outcome: 'exhausted'; lease: Lease; job: Job }
  | { outcome: 'held' | 'finished' | 'missing' };

export interface JobOutcome {
  status: Exclude<JobStatus, 'accepted' | 'processing'>;
  /** Fields of the subject that the job's end writes, in the same conditional write. */
  report?: Partial<StoredReport>;
  query?: Partial<StoredQuery>;
  failure?: JobFailure;
}

/** Job state lives on the subject's own item (Reports, QueryJobs): one submission is one write. Writes with a lost lease: LEASE_LOST. */
export interface JobStore {
  find(ref: JobRef): Promise<Job | undefined>;
  claim(
    ref: JobRef,
    options: { owner: string; now: Date; leaseMs: number; maxAttempts: number },
  ): Promise<Claim>;
  renew(lease: Lease, until: Date): Promise<{ lease: Lease; cancelRequested: boolean }>;
  savePlan(lease: Lease, plan: Plan): Promise<void>;
  /** Gives the lease back; the sweeper dispatches the job again at `dueAt`. Counts no attempt against the job when it made progress. */
  release(lease: Lease, options: { dueAt: Date; progressed: boolean }): Promise<void>;
  /** Writes fields of the subject while the job goes on, so that a resumed job finds them. */
  save(lease: Lease, fields: Pick<JobOutcome, 'report' | 'query'>): Promise<void>;
  finish(lease: Lease, outcome: JobOutcome): Promise<void>;
  /** False when the job has ended. */
  requestCancel(ref: JobRef): Promise<boolean>;
  /** failed -> accepted, attempts back to 0; false in any other status. */
  reopen(ref: JobRef, now: Date): Promise<boolean>;
  /** Jobs that nobody works on although they are due. */
  listDue(now: Date, limit: number): Promise<JobRef[]>;
  /** Moves a due job's next dispatch, so that two sweepers do not dispatch it twice; false when another one did. */
  touch(ref: JobRef, now: Date, nextDue: Date): Promise<boolean>;
}

/** Bounds how many jobs of a tenant are worked on at once, over all processes. Slots that nobody extends become free by themselves. */
export interface JobSlots {
  /** One of the slots below `limit`, held until `until`; undefined when all are taken. A job that held one may get it back. */
  take(
    ref: JobRef,
    options: { limit: number; now: Date; until: Date },
  ): Promise<{ extend(until: Date): Promise<void>; free(): Promise<void> } | undefined>;
}

/** What models answered in the run of an agent that is not on record yet. */
export interface KeptAnswers {
  /** When the run began: part of what the model was asked. */
  startedAt: string;
  /** By the fingerprint of the call. */
  answers: ReadonlyMap<string, unknown>;
}

/** One item per agent run of a job, fenced like the job. */
export interface AgentRunStore {
  list(ref: JobRef): Promise<AgentRun[]>;
  /** Keeps a model's answer in the agent's open slot, until its run is on record. LEASE_LOST as for `record`. */
  keepAnswer(
    lease: Lease,
    agentId: string,
    kept: { startedAt: string; call: string; answer: unknown },
  ): Promise<void>;
  /** By agent id, of agents whose runs are not on record. */
  listAnswers(ref: JobRef): Promise<ReadonlyMap<string, KeptAnswers>>;
  /** Refuses (LEASE_LOST) when a later lease has fenced the slot; keeps and answers the first record when one exists. */
  record(lease: Lease, run: AgentRun): Promise<AgentRun>;
  /** Closes the slots of agents without a record to leases older than this one; answers in them stay. */
  fence(lease: Lease, agentIds: readonly string[]): Promise<void>;
  /** Forgets the runs that a retry repeats: errors, skips, and whatever was not on record. */
  removeUnsuccessful(ref: JobRef): Promise<void>;
  removeAll(ref: JobRef): Promise<void>;
}

/** What a kind of job gives every agent of its playbook. */
export type JobInput = Pick<AgentInvocation, 'principal' | 'domain' | 'text' | 'given' | 'interpretation'>;

/** A job at the end of its playbook. `runs` are in the order of the plan's nodes. */
export interface JobWork {
  job: Job;
  plan: Plan;
  runs: readonly AgentRun[];
  input: JobInput;
  /** As JobStore.save, under the job's lease. */
  save(fields: Pick<JobOutcome, 'report' | 'query'>): Promise<void>;
}

/**
 * What is particular to one kind of job: everything before and after the run of its playbook. Each method may run
 * again after a crash and must then come to the same end.
 */
export interface JobKind {
  /** What is to be run; called once per job. AppErrors that no retry helps end the job. */
  prepare(job: Job, signal: AbortSignal): Promise<Plan>;
  input(job: Job, plan: Plan): Promise<JobInput>;
  /** All agents are done and none failed the job. */
  synthesise(work: JobWork): Promise<JobOutcome>;
  /** The job ends without an answer; runs are those on record. Never throws. */
  abandon(job: Job, runs: readonly AgentRun[], end: JobEnd): Promise<JobOutcome>;
  /** The end is written. A failure here is repaired by the sweeper. */
  settled(job: Job): Promise<void>;
}

export type JobEnd = { status: 'cancelled' } | { status: 'failed'; failure: JobFailure };

export interface Dispatcher {
  /** Starts the orchestrator on the job, asynchronously; may be lost or doubled. */
  dispatch(ref: JobRef): Promise<void>;
}
