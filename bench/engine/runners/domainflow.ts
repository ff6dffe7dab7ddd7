import { randomBytes } from 'node:crypto';
import { makeAgentRunStore } from '../../../lib/adapters/documents/agent-run-store.ts';
import { makeJobSlots } from '../../../lib/adapters/documents/job-slots.ts';
import { makeJobStore } from '../../../lib/adapters/documents/job-store.ts';
import { makeStatusLog } from '../../../lib/adapters/documents/live-stores.ts';
import { makeQueryStore } from '../../../lib/adapters/documents/query-store.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import { queryJobId, toId } from '../../../lib/domain/ids.ts';
import type { StoredQuery } from '../../../lib/domain/query.ts';
import { noUsage } from '../../../lib/domain/run.ts';
import { makeBatchingPublisher } from '../../../lib/engine/batching-publisher.ts';
import { makeEngine } from '../../../lib/engine/run-job.ts';
import type { BlobStore } from '../../../lib/ports/blobs.ts';
import type { AgentRunner } from '../../../lib/ports/agents.ts';
import type {
  AgentRunStore,
  Job,
  JobKind,
  JobRef,
  JobSlots,
  JobStore,
  Plan,
} from '../../../lib/ports/jobs.ts';
import type { StatusPublisher } from '../../../lib/ports/live.ts';
import type { Log } from '../../../lib/ports/world.ts';
import type { Dag } from '../dags.ts';
import { valueAfter } from './runner.ts';
import type { Engine, Work } from './runner.ts';

const nothing = (): undefined => undefined;
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const at = new Date().toISOString();

/** As a playbook's plan is read from the database: every object of every job is new. */
const planOf = (dag: Dag): Plan => ({
  kind: 'query',
  nodes: dag.nodes.map(({ id }) => ({
    agent: {
      id,
      agent_id: id,
      agent_name: `Agent ${id}`,
      agent_class: 'query',
      system_prompt: 'Answer with a number.',
      tools: [],
      agent_dependencies: [],
      max_output_keys: 5,
      output_schema: { type: 'object', properties: { value: { type: 'number' } }, required: ['value'] },
      description: '',
      enabled: true,
      model: 'embedded',
      is_inbuilt: false,
      version: 1,
      created_at: at,
      updated_at: at,
      created_by: 'user-1',
    },
    settings: {},
  })),
  edges: dag.edges.map(([from, to]) => ({ from, to })),
});

const queryOf = (queryId: string): StoredQuery => ({
  id: queryId,
  query_id: queryId,
  job_id: queryJobId(queryId),
  session_id: 'ses_1',
  domain_id: 'bench',
  question: 'How deep is the graph?',
  mode: null,
  status: 'accepted',
  summary: null,
  bullets: [],
  interpretation: null,
  map_data: null,
  references_used: [],
  changes: [],
  usage: noUsage,
  completed_at: null,
  created_at: at,
  updated_at: at,
  created_by: 'user-1',
});

const valueIn = (output: unknown): number => (output as { value: number }).value;

const agentsOf = (work: Work): AgentRunner => ({
  run: async ({ agent, upstream }) => {
    await work(agent.agent_id);
    return {
      output: { value: valueAfter(Object.values(upstream).map(valueIn)) },
      reasoning: 'One more than the largest.',
      tool_calls: [],
      usage: noUsage,
      model: 'embedded',
      references: [],
    };
  },
});

interface Stores {
  jobs: JobStore;
  slots: JobSlots;
  runs: AgentRunStore;
  publisher: StatusPublisher;
  submit(queryId: string): Promise<JobRef>;
}

/** The same calls as ever, and nobody keeps anything. */
function forgetful(): Stores {
  const jobOf = (ref: JobRef): Job => ({
    ref,
    subject: 'query',
    subjectId: 'query-1',
    domainId: 'bench',
    sessionId: 'ses_1',
    createdBy: 'user-1',
    status: 'processing',
    attempts: 1,
    cancelRequested: false,
    createdAt: at,
    updatedAt: at,
  });
  const done = (): Promise<void> => Promise.resolve();
  const no = (): Promise<boolean> => Promise.resolve(false);
  return {
    jobs: {
      find: () => Promise.resolve(undefined),
      claim: (ref, { owner, now, leaseMs }) => {
        const lease = { ref, owner, fence: 1, until: new Date(now.getTime() + leaseMs) };
        return Promise.resolve({ outcome: 'claimed', lease, job: jobOf(ref) });
      },
      renew: (lease, until) => Promise.resolve({ lease: { ...lease, until }, cancelRequested: false }),
      savePlan: done,
      release: done,
      save: done,
      finish: done,
      requestCancel: no,
      reopen: no,
      listDue: () => Promise.resolve([]),
      touch: no,
    },
    runs: {
      list: () => Promise.resolve([]),
      record: (_lease, run) => Promise.resolve(run),
      keepAnswer: done,
      listAnswers: () => Promise.resolve(new Map()),
      fence: done,
      removeUnsuccessful: done,
      removeAll: done,
    },
    slots: { take: () => Promise.resolve({ extend: done, free: done }) },
    publisher: { publish: nothing, flush: done, lastSequence: () => Promise.resolve(0) },
    submit: (jobId) => Promise.resolve({ tenantId: `tenant-${jobId}`, jobId }),
  };
}

/** The product's stores and its status log, on tables in memory that keep JSON. */
function remembering(): Stores {
  const tables = makeMemoryTables();
  const queries = makeQueryStore(tables, systemClock);
  const statusLog = makeStatusLog(tables, systemClock);
  return {
    jobs: makeJobStore(tables, systemClock),
    slots: makeJobSlots(tables),
    runs: makeAgentRunStore(tables),
    publisher: makeBatchingPublisher(
      { send: (tenantId, events) => statusLog.append(tenantId, events) },
      statusLog,
      { clock: systemClock, log },
    ),
    submit: async (queryId) => {
      const tenantId = `tenant-${queryId}`;
      await queries.insert(tenantId, queryOf(queryId), { fingerprint: 'f' });
      return { tenantId, jobId: queryJobId(queryId) };
    },
  };
}

const blobs: BlobStore = {
  put: () => Promise.resolve(),
  get: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
  presignDownload: () => Promise.reject(new Error('There is nothing to download.')),
};

/** A kind of job whose answer is the largest value; `plans` holds the plan of every job that has not started. */
function kindOf(plans: Map<string, Plan>, results: Map<string, number>): JobKind {
  const domain = {
    domain_id: 'bench',
    domain_name: 'Bench',
    places: [],
    home: { timezone: 'UTC' },
    categories: [],
  };
  return {
    prepare: ({ ref }) => {
      const plan = plans.get(ref.jobId);
      plans.delete(ref.jobId);
      return plan === undefined ? Promise.reject(new Error('no plan')) : Promise.resolve(plan);
    },
    input: ({ ref, createdBy }) =>
      Promise.resolve({
        principal: { tenantId: ref.tenantId, userId: createdBy },
        domain,
        text: 'How deep is the graph?',
      }),
    synthesise: ({ job, runs }) => {
      const value = Math.max(...runs.map(({ output }) => valueIn(output)));
      results.set(job.ref.jobId, value);
      return Promise.resolve({ status: 'completed', query: { summary: `${value}` } });
    },
    abandon: () => Promise.resolve({ status: 'failed' as const }),
    settled: () => Promise.resolve(),
  };
}

/** The whole engine, from the claim of a job to its last status event, with its default settings. */
export const domainflow: Engine = {
  name: 'DomainFlow',
  prepare: (dag, work, persistence) => {
    const stores = persistence === 'off' ? forgetful() : remembering();
    const plans = new Map<string, Plan>();
    const results = new Map<string, number>();
    const kind = kindOf(plans, results);
    const engine = makeEngine({
      ...stores,
      kinds: { query: kind, report: kind },
      agents: agentsOf(work),
      blobs,
      metrics: { record: nothing },
      clock: systemClock,
      log,
    });
    return {
      submit: async () => {
        const ref = await stores.submit(toId('qry', randomBytes(16)));
        plans.set(ref.jobId, planOf(dag));
        return async () => {
          const outcome = await engine.run(ref, { requestId: ref.jobId, remainingMs: () => 900_000 });
          const value = results.get(ref.jobId);
          results.delete(ref.jobId);
          if (outcome !== 'completed' || value === undefined) throw new Error(`The job ended: ${outcome}.`);
          return value;
        };
      },
    };
  },
};
