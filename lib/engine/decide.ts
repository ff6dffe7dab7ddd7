import type { NodeSettings } from '../domain/domain.ts';
import { dependenciesOf, topologicalOrder } from '../domain/graph.ts';
import type { Adjacency, Graph } from '../domain/graph.ts';
import type { AgentRun } from '../domain/run.ts';

export interface PreparedGraph {
  /** Every agent after all that it needs. */
  readonly order: readonly string[];
  readonly dependencies: Adjacency;
  readonly settings: ReadonlyMap<string, NodeSettings>;
}

export const prepareGraph = (
  graph: Graph,
  settings: ReadonlyMap<string, NodeSettings> = new Map(),
): PreparedGraph => ({
  order: topologicalOrder(graph),
  dependencies: dependenciesOf(graph),
  settings,
});

export interface Skip {
  readonly agentId: string;
  /** The agent whose failure is the cause. */
  readonly cause: string;
}
export interface Decision {
  /** All of whose inputs are there, in topological order. */
  readonly start: string[];
  /** Which can never start. */
  readonly skip: Skip[];
  /** Nothing is left to start, to skip or to wait for. */
  readonly done: boolean;
}

export type Recorded = ReadonlyMap<string, Pick<AgentRun, 'status'>>;

/** Whether this run keeps its dependents from running and fails the job. */
export const isFatal = (
  { settings }: Pick<PreparedGraph, 'settings'>,
  agentId: string,
  run: Pick<AgentRun, 'status'> | undefined,
): boolean => run?.status === 'error' && settings.get(agentId)?.on_error !== 'continue';

/**
 * What may happen now: a pure function of the graph, the runs on record and the agents at work. An agent starts when
 * every agent that it needs has ended; it is skipped, and all behind it with it, when one of them failed or was skipped.
 */
export function decide(graph: PreparedGraph, recorded: Recorded, running: ReadonlySet<string>): Decision {
  const start: string[] = [];
  const skip: Skip[] = [];
  /** Agents that will never deliver, with the cause. */
  const dead = new Map<string, string>();
  let waiting = false;
  for (const agentId of graph.order) {
    const run = recorded.get(agentId);
    const needs = graph.dependencies.get(agentId) ?? [];
    const cause = needs.map((need) => dead.get(need)).find((found) => found !== undefined);
    if (isFatal(graph, agentId, run)) dead.set(agentId, agentId);
    else if (run?.status === 'skipped') dead.set(agentId, cause ?? agentId);
    else if (run !== undefined) continue;
    else if (running.has(agentId)) waiting = true;
    else if (cause !== undefined) {
      dead.set(agentId, cause);
      skip.push({ agentId, cause });
    } else if (needs.every((need) => recorded.has(need))) start.push(agentId);
    else waiting = true;
  }
  return { start, skip, done: start.length === 0 && skip.length === 0 && !waiting };
}
