import { dependenciesOf, dependentsOf } from '../domain/graph.ts';
import { isoNow } from '../domain/metadata.ts';
import type { AgentRun } from '../domain/run.ts';
import { noUsage } from '../domain/run.ts';
import type { BlobStore } from '../ports/blobs.ts';
import type { JobInput, JobRef, Plan, PlanNode } from '../ports/jobs.ts';
import { decide, prepareGraph } from './decide.ts';
import type { Decision, Skip } from './decide.ts';
import { fitRun, wholeRun } from './large-outputs.ts';
import type { Progress } from './progress.ts';
import { runAgent } from './run-agent.ts';
import type { AgentEffects } from './run-agent.ts';
import type { EngineSettings } from './settings.ts';
import type { Stop } from './stop.ts';
import { Stopped } from './stop.ts';

export interface PlaybookEffects extends AgentEffects {
  blobs: BlobStore;
  /** Puts a run on record and answers what stands there. */
  record(run: AgentRun): Promise<AgentRun>;
  progress: Progress;
  /** Whether there is still time to start an agent. */
  mayStart(): boolean;
}

export interface PlaybookJob {
  ref: JobRef;
  plan: Plan;
  input: JobInput;
  recorded: readonly AgentRun[];
}

export const planGraph = ({ nodes, edges }: Plan) => ({
  nodes: nodes.map(({ agent }) => agent.agent_id),
  edges,
});
export const planSettings = ({ nodes }: Plan) =>
  new Map(nodes.map(({ agent, settings }) => [agent.agent_id, settings]));

/**
 * Runs what the plan has not yet on record. Every agent starts the moment its own upstream agents are done, as far as
 * the limit of the job allows, and is on record before its dependents start. Answers all runs once nothing is
 * left to do; throws `Stopped` when the execution has to end before.
 */
export async function runPlaybook(
  { ref, plan, input, recorded }: PlaybookJob,
  effects: PlaybookEffects,
  stop: Stop,
  settings: EngineSettings,
): Promise<AgentRun[]> {
  const nodes = new Map(plan.nodes.map((node) => [node.agent.agent_id, node]));
  const graph = prepareGraph(planGraph(plan), planSettings(plan));
  const dependencies = dependenciesOf(planGraph(plan));
  const dependents = dependentsOf(planGraph(plan));
  const runs = new Map<string, AgentRun>();
  for (const run of recorded) runs.set(run.agent_id, await wholeRun(effects.blobs, ref, run));
  const working = new Map<string, Promise<void>>();
  /** Resolved by whatever may change the next decision: an agent that ended, a stop. */
  let news = Promise.withResolvers<undefined>();
  let failure: { error: unknown } | undefined;
  /** Whether agents that could work wait for the limit of the job. */
  let isFull = false;

  const nodeOf = (agentId: string): PlanNode => {
    const node = nodes.get(agentId);
    if (node === undefined) throw new Error(`The plan has an edge to ${agentId}, which it does not run.`);
    return node;
  };
  const put = async (run: AgentRun): Promise<void> => {
    const kept = await effects.record(await fitRun(effects.blobs, ref, run));
    // Another record than ours stood there already: its output is the one that counts.
    const ours = kept.started_at === run.started_at && kept.timestamp === run.timestamp;
    runs.set(run.agent_id, ours ? { ...kept, output: run.output } : await wholeRun(effects.blobs, ref, kept));
  };
  const upstreamOf = (agentId: string): Record<string, unknown> =>
    Object.fromEntries(
      (dependencies.get(agentId) ?? []).flatMap((need) => {
        const run = runs.get(need);
        return run?.status === 'success' ? [[need, run.output]] : [];
      }),
    );

  const work = async (agentId: string): Promise<void> => {
    const node = nodeOf(agentId);
    const { agent } = node;
    effects.progress('agent_invoking', `${agent.agent_name} is working.`, agent);
    const onToolCall = (tool: string): void =>
      effects.progress('calling_tool', `${agent.agent_name} uses ${tool}.`, agent);
    const invocation = { ...input, jobId: ref.jobId, upstream: upstreamOf(agentId), onToolCall };
    const run = await runAgent(node, invocation, stop.signal, effects, settings);
    await put(run);
    if (run.status === 'success') effects.progress('agent_complete', `${agent.agent_name} is done.`, agent);
    else effects.progress('agent_error', run.error_message ?? `${agent.agent_name} failed.`, agent);
  };

  const skip = async ({ agentId, cause }: Skip): Promise<void> => {
    const { agent } = nodeOf(agentId);
    const reason =
      cause === agentId
        ? 'An agent it needs was skipped.'
        : `It needs ${nodeOf(cause).agent.agent_name}, which failed.`;
    await put(skippedRun(nodeOf(agentId), reason, isoNow(effects.clock.now())));
    effects.progress('agent_skipped', `${agent.agent_name} was skipped. ${reason}`, agent);
  };

  /** Forty-nine of fifty agents side by side end without a consequence: nobody has to decide anew for them. */
  const changesWhatMayStart = (agentId: string): boolean =>
    isFull ||
    working.size === 0 ||
    runs.get(agentId)?.status !== 'success' ||
    (dependents.get(agentId) ?? []).some((next) =>
      (dependencies.get(next) ?? []).every((need) => runs.has(need)),
    );

  const launch = (agentId: string): void => {
    const done = work(agentId)
      .catch((error: unknown) => {
        if (error instanceof Stopped) return;
        failure ??= { error };
        stop.request('broken');
      })
      .finally(() => {
        working.delete(agentId);
        if (changesWhatMayStart(agentId)) news.resolve(undefined);
      });
    working.set(agentId, done);
  };

  const launchAll = (start: Decision['start']): void => {
    const room = Math.max(0, settings.concurrencyPerJob - working.size);
    isFull = start.length > room;
    start.slice(0, room).forEach(launch);
  };

  stop.signal.addEventListener('abort', () => news.resolve(undefined), { once: true });
  for (;;) {
    news = Promise.withResolvers();
    const decision = decide(graph, runs, new Set(working.keys()));
    if (stop.signal.aborted) break;
    if (decision.done && working.size === 0)
      return plan.nodes.flatMap(({ agent }) => runs.get(agent.agent_id) ?? []);
    if (effects.mayStart()) launchAll(decision.start);
    else if (working.size === 0) stop.request('deadline');
    await Promise.all(decision.skip.map(skip));
    if (decision.skip.length === 0) await news.promise;
  }
  await Promise.allSettled(working.values());
  if (failure !== undefined) throw failure.error;
  throw new Stopped(stop.reason() ?? 'broken');
}

export function skippedRun({ agent }: PlanNode, reason: string, at: string): AgentRun {
  return {
    agent_id: agent.agent_id,
    agent_name: agent.agent_name,
    agent_version: agent.version,
    status: 'skipped',
    timestamp: at,
    started_at: at,
    duration_ms: 0,
    attempt: 0,
    reasoning: reason,
    output: null,
    error_message: reason,
    tool_calls: [],
    model: agent.model ?? 'default',
    usage: noUsage,
    references: [],
  };
}
