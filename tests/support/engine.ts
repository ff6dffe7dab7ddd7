import { makeAgentRunStore } from '../../lib/adapters/documents/agent-run-store.ts';
import type { Tables } from '../../lib/adapters/documents/document-table.ts';
import { makeJobSlots } from '../../lib/adapters/documents/job-slots.ts';
import { makeJobStore } from '../../lib/adapters/documents/job-store.ts';
import { makeStatusLog } from '../../lib/adapters/documents/live-stores.ts';
import { makeQueryStore } from '../../lib/adapters/documents/query-store.ts';
import { makeMemoryTables } from '../../lib/adapters/memory/memory-table.ts';
import { systemClock } from '../../lib/adapters/system/clock.ts';
import type { Agent } from '../../lib/domain/agent.ts';
import type { Edge, NodeSettings } from '../../lib/domain/domain.ts';
import { executionLog } from '../../lib/domain/execution-log.ts';
import { noUsage } from '../../lib/domain/run.ts';
import { makeEngine } from '../../lib/engine/run-job.ts';
import { planGraph } from '../../lib/engine/run-playbook.ts';
import type { EngineSettings } from '../../lib/engine/settings.ts';
import type { BlobStore } from '../../lib/ports/blobs.ts';
import type { AgentInvocation, AgentResult, AgentRunner } from '../../lib/ports/agents.ts';
import type { JobKind, JobOutcome, JobRef, Plan } from '../../lib/ports/jobs.ts';
import type { StatusEvent, StatusPublisher } from '../../lib/ports/live.ts';
import type { Clock, Log, Metrics } from '../../lib/ports/world.ts';
import { aQuery, START } from './documents.ts';

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const silentMetrics: Metrics = { record: () => undefined };

export const anAgent = (agentId: string, fields: Partial<Agent> = {}): Agent => ({
  id: agentId,
  agent_id: agentId,
  agent_name: `Agent ${agentId}`,
  agent_class: 'query',
  system_prompt: 'Answer.',
  tools: [],
  agent_dependencies: [],
  max_output_keys: 5,
  output_schema: { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] },
  description: '',
  enabled: true,
  model: null,
  is_inbuilt: false,
  version: 1,
  created_at: START.toISOString(),
  updated_at: START.toISOString(),
  created_by: 'user-1',
  ...fields,
});

export function aPlan(
  nodes: readonly string[],
  edges: readonly [string, string][] = [],
  settings: Readonly<Record<string, NodeSettings>> = {},
): Plan {
  return {
    kind: 'query',
    nodes: nodes.map((id) => ({ agent: anAgent(id), settings: settings[id] ?? {} })),
    edges: edges.map(([from, to]): Edge => ({ from, to })),
  };
}

export const anAnswer = (answer: string, fields: Partial<AgentResult> = {}): AgentResult => ({
  output: { answer },
  reasoning: `because ${answer}`,
  tool_calls: [],
  usage: { ...noUsage, input_tokens: 10 },
  model: 'embedded',
  references: [],
  ...fields,
});

export type Behaviour = (invocation: AgentInvocation, call: number) => Promise<AgentResult>;

/** Records every call; answers `<id>(<upstream answers>)` unless told otherwise. */
export function makeScriptedAgents(script: Readonly<Record<string, Behaviour>> = {}) {
  const calls: { agentId: string; invocation: AgentInvocation }[] = [];
  const count = new Map<string, number>();
  const agents: AgentRunner = {
    run: (invocation) => {
      const agentId = invocation.agent.agent_id;
      calls.push({ agentId, invocation });
      const call = (count.get(agentId) ?? 0) + 1;
      count.set(agentId, call);
      const told = script[agentId] ?? script['*'];
      return told?.(invocation, call) ?? Promise.resolve(composed(invocation));
    },
  };
  return { agents, calls, callsOf: (agentId: string) => count.get(agentId) ?? 0 };
}

export function composed({ agent, upstream }: AgentInvocation): AgentResult {
  const parts = Object.values(upstream).map((output) => (output as { answer: string }).answer);
  return anAnswer(`${agent.agent_id}(${parts.join(',')})`);
}

export function makeMemoryBlobs(): BlobStore & { size(): number } {
  const blobs = new Map<string, string>();
  return {
    size: () => blobs.size,
    put: (tenantId, key, body) => Promise.resolve(void blobs.set(`${tenantId}/${key}`, body)),
    get: (tenantId, key) => Promise.resolve(blobs.get(`${tenantId}/${key}`)),
    list: () => Promise.resolve([]),
    presignDownload: () => Promise.reject(new Error('no downloads here')),
  };
}

export function makeMemoryPublisher(): StatusPublisher & { events: StatusEvent[] } {
  const events: StatusEvent[] = [];
  return {
    events,
    publish: (_tenantId, event) => void events.push(event),
    flush: () => Promise.resolve(),
    lastSequence: ({ jobId }) =>
      Promise.resolve(
        events.reduce(
          (last, { job_id, sequence }) => (job_id === jobId ? Math.max(last, sequence) : last),
          0,
        ),
      ),
  };
}

/** A query kind whose summary is the answers of all agents in the plan's order. */
export function makePlainKind(plan: Plan, overrides: Partial<JobKind> = {}): JobKind {
  return {
    prepare: () => Promise.resolve(plan),
    input: (job) =>
      Promise.resolve({
        principal: { tenantId: job.ref.tenantId, userId: job.createdBy },
        domain: {
          domain_id: job.domainId,
          domain_name: 'D',
          places: [],
          home: { timezone: 'UTC' },
          categories: [],
        },
        text: 'question',
      }),
    synthesise: ({ runs }) =>
      Promise.resolve({
        status: 'completed',
        query: {
          summary: runs
            .map(({ output }) => (output as { answer?: string } | null)?.answer?.slice(0, 200) ?? '-')
            .join('; '),
        },
      }),
    abandon: (_job, _runs, end) =>
      Promise.resolve<JobOutcome>(
        end.status === 'failed'
          ? { status: 'failed', query: { error: end.failure.message } }
          : { status: 'cancelled', query: {} },
      ),
    settled: () => Promise.resolve(),
    ...overrides,
  };
}

export interface World {
  tables?: Tables;
  plan: Plan;
  script?: Readonly<Record<string, Behaviour>>;
  kind?: Partial<JobKind>;
  clock?: Clock;
  settings?: Partial<EngineSettings>;
  publisher?: StatusPublisher;
}

/** An engine on memory tables with one kind of job, and a way to submit and run jobs. */
export function makeWorld({
  tables = makeMemoryTables(),
  plan,
  script,
  kind,
  clock = systemClock,
  settings,
  publisher: given,
}: World) {
  const jobs = makeJobStore(tables, clock);
  const runs = makeAgentRunStore(tables);
  const queries = makeQueryStore(tables, clock);
  const scripted = makeScriptedAgents(script);
  const blobs = makeMemoryBlobs();
  const publisher = makeMemoryPublisher();
  const plain = makePlainKind(plan, kind);
  const ports = {
    jobs,
    runs,
    slots: makeJobSlots(tables),
    agents: scripted.agents,
    blobs,
    publisher: given ?? publisher,
    clock,
    log: silentLog,
    metrics: silentMetrics,
  };
  const engine = makeEngine(
    { ...ports, kinds: { query: plain, report: plain }, random: () => 0.5 },
    { backoffMs: 1, maxBackoffMs: 2, flushMs: 0, ...settings },
  );
  const tenantId = 'tenant-a';
  let execution = 0;

  const submit = async (): Promise<JobRef & { queryId: string }> => {
    const query = aQuery({ created_at: clock.now().toISOString() });
    await queries.insert(tenantId, query, { fingerprint: 'f' });
    return { tenantId, jobId: query.job_id, queryId: query.query_id };
  };
  const run = (ref: JobRef, remainingMs = () => 900_000) =>
    engine.run(
      { tenantId: ref.tenantId, jobId: ref.jobId },
      { requestId: `request-${(execution += 1)}`, remainingMs },
    );
  const logOf = async (ref: JobRef) => executionLog(planGraph(plan), await runs.list(ref));
  const statusOf = (ref: JobRef) => makeStatusLog(tables, clock).after(ref, 0);
  const find = (ref: { queryId: string }) => queries.find(tenantId, ref.queryId);
  return {
    ...scripted,
    tables,
    jobs,
    runs,
    queries,
    blobs,
    publisher,
    engine,
    submit,
    run,
    logOf,
    statusOf,
    find,
    tenantId,
  };
}
