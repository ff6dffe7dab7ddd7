import type { Tables } from '../lib/adapters/documents/document-table.ts';
import { makeAgentRunStore } from '../lib/adapters/documents/agent-run-store.ts';
import { makeJobStore } from '../lib/adapters/documents/job-store.ts';
import { makeQueryStore } from '../lib/adapters/documents/query-store.ts';
import { makeMemoryTables } from '../lib/adapters/memory/memory-table.ts';
import { systemClock } from '../lib/adapters/system/clock.ts';
import { systemIds } from '../lib/adapters/system/ids.ts';
import { queryJobId } from '../lib/domain/ids.ts';
import { noUsage } from '../lib/domain/run.ts';
import { makeEngine } from '../lib/engine/run-job.ts';
import type {
  AgentRunner,
  AgentRunStore,
  Job,
  JobKind,
  JobRef,
  JobStore,
  Lease,
  Plan,
  StatusPublisher,
} from '../lib/ports.ts';
import type { Dag } from './dags.ts';
import { act } from './engines.ts';
import type { MakeRunner } from './engines.ts';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const publisher: StatusPublisher = {
  publish: silent,
  flush: () => Promise.resolve(),
  lastSequence: () => Promise.resolve(0),
};
const nothing = () => Promise.resolve();
const at = new Date(0).toISOString();

const agentOf = (id: string): Plan['nodes'][number]['agent'] => ({
  id,
  agent_id: id,
  agent_name: id,
  agent_class: 'query',
  system_prompt: 'Bench.',
  tools: [],
  agent_dependencies: [],
  max_output_keys: 5,
  output_schema: { type: 'object', properties: { node: { type: 'string' } } },
  description: '',
  enabled: true,
  model: null,
  is_inbuilt: false,
  version: 1,
  created_at: at,
  updated_at: at,
  created_by: 'bench',
});

const planOf = ({ nodes, edges }: Dag): Plan => ({
  kind: 'query',
  nodes: nodes.map((id) => ({ agent: agentOf(id), settings: {} })),
  edges: [...edges],
});

const kindOf = (plan: Plan, ended: (count: number) => void): JobKind => ({
  prepare: () => Promise.resolve(plan),
  input: () =>
    Promise.resolve({
      principal: { tenantId: 'bench', userId: 'bench' },
      domain: { domain_id: 'bench', domain_name: '', places: [], home: { timezone: 'UTC' }, categories: [] },
      text: '',
    }),
  synthesise: ({ runs }) => {
    ended(runs.length);
    return Promise.resolve({ status: 'completed', query: {} });
  },
  abandon: () => ({ status: 'failed' }),
  settled: nothing,
});

/** Stores that keep nothing: the engine with its persistence off. */
function makeForgetfulStores() {
  const lease = (ref: JobRef): Lease => ({ ref, owner: '', fence: 1, until: new Date(8.64e15) });
  const jobOf = (ref: JobRef): Job => ({
    ref,
    subject: 'query',
    subjectId: '',
    domainId: '',
    createdBy: '',
    status: 'processing',
    attempts: 1,
    cancelRequested: false,
    createdAt: at,
    updatedAt: at,
  });
  const jobs = {
    claim: (ref: JobRef) =>
      Promise.resolve({ outcome: 'claimed' as const, lease: lease(ref), job: jobOf(ref) }),
    renew: (held: Lease) => Promise.resolve({ lease: held, cancelRequested: false }),
    savePlan: nothing,
    save: nothing,
    finish: nothing,
    release: nothing,
  } as unknown as JobStore;
  const runs = {
    list: () => Promise.resolve([]),
    record: (_lease: Lease, run: unknown) => Promise.resolve(run),
    fence: nothing,
  } as unknown as AgentRunStore;
  const submit = (): Promise<JobRef> => Promise.resolve({ tenantId: 'bench', jobId: 'job' });
  return { jobs, runs, submit };
}

/** The product's own stores on tables in memory: every record is serialised and conditional, as on DynamoDB. */
function makeKeepingStores(tables: Tables) {
  const queries = makeQueryStore(tables, systemClock);
  const submit = async (): Promise<JobRef> => {
    const id = systemIds.next('qry');
    const now = new Date().toISOString();
    const query = {
      id,
      query_id: id,
      job_id: queryJobId(id),
      session_id: 'ses',
      domain_id: 'bench',
      question: 'q',
      mode: null,
      status: 'accepted' as const,
      summary: null,
      bullets: [],
      interpretation: null,
      map_data: null,
      references_used: [],
      changes: [],
      usage: noUsage,
      completed_at: null,
      created_at: now,
      updated_at: now,
      created_by: 'bench',
    };
    await queries.insert('bench', query, { fingerprint: '' });
    return { tenantId: 'bench', jobId: query.job_id };
  };
  return { jobs: makeJobStore(tables, systemClock), runs: makeAgentRunStore(tables), submit };
}

/** DomainFlow's engine with everything on: lease and renewals, validation, limits, deadlines, status events. */
export const makeRunner: MakeRunner = async (dag, sleepMs, persistence) => {
  const { jobs, runs, submit } = persistence ? makeKeepingStores(makeMemoryTables()) : makeForgetfulStores();
  const agents: AgentRunner = {
    run: async ({ agent }) => ({
      output: { node: await act(dag, agent.agent_id, sleepMs) },
      reasoning: '',
      tool_calls: [],
      usage: noUsage,
      model: 'bench',
      references: [],
    }),
  };
  let count = 0;
  const kind = kindOf(planOf(dag), (done) => (count = done));
  const blobs = { put: nothing, get: () => Promise.resolve(undefined) } as never;
  const engine = makeEngine({
    jobs,
    runs,
    kinds: { query: kind, report: kind },
    agents,
    blobs,
    publisher,
    metrics: { record: silent },
    clock: systemClock,
    log,
  });
  return async () => {
    const result = await engine.run(await submit(), { requestId: 'bench', remainingMs: () => 900_000 });
    if (result !== 'completed') throw new Error(`DomainFlow ended with ${result}.`);
    return count;
  };
};
