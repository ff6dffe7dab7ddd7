import type { Graph } from './graph.ts';
import { dependentsOf, topologicalOrder } from './graph.ts';
import type { AgentRun, LogEntry } from './run.ts';
import { noUsage } from './run.ts';

function toEntry(run: AgentRun): LogEntry {
  const { agent_version, references, error_code, retryable, output_key, ...entry } = run;
  return entry;
}

const cachedFor = (run: AgentRun, consumer: AgentRun): LogEntry => ({
  agent_id: run.agent_id,
  agent_name: run.agent_name,
  status: 'cached',
  timestamp: consumer.started_at,
  started_at: consumer.started_at,
  duration_ms: 0,
  attempt: 0,
  reasoning: `Used once more by ${consumer.agent_name}; not run again.`,
  output: run.output,
  tool_calls: [],
  model: run.model,
  usage: noUsage,
  consumer_agent_id: consumer.agent_id,
});

/**
 * What a job did, in order of time: one entry per run, and one `cached` entry for every use of a run's output after
 * its first. Derived from the effective graph and the recorded runs, so it is the same for a resumed job.
 */
export function executionLog(graph: Graph, runs: readonly AgentRun[]): LogEntry[] {
  const dependents = dependentsOf(graph);
  const byAgent = new Map(runs.map((run) => [run.agent_id, run]));
  const rank = new Map(topologicalOrder(graph).map((node, index) => [node, index]));
  const rankOf = (agentId: string): number => rank.get(agentId) ?? graph.nodes.length;

  const furtherUses = (run: AgentRun): LogEntry[] =>
    (dependents.get(run.agent_id) ?? [])
      .flatMap((consumer) => byAgent.get(consumer) ?? [])
      .filter(({ status }) => status !== 'skipped')
      .sort((a, b) => a.started_at.localeCompare(b.started_at) || rankOf(a.agent_id) - rankOf(b.agent_id))
      .slice(1)
      .map((consumer) => cachedFor(run, consumer));

  const entries = runs.map(toEntry);
  const uses = runs.filter(({ status }) => status === 'success').flatMap(furtherUses);
  return [...entries, ...uses].sort(
    (a, b) => a.timestamp.localeCompare(b.timestamp) || rankOf(a.agent_id) - rankOf(b.agent_id),
  );
}
