import type { Agent } from './agent.ts';
import type { Edge } from './domain.ts';
import type { Graph } from './graph.ts';

export interface EffectiveGraph {
  /** The playbook's agents in its order, then the ones they depend on. */
  readonly nodes: string[];
  /** Playbook edges and agent dependencies together, each once, from the dependency to the dependent. */
  readonly edges: Edge[];
  /** Needed, but not among the agents given. */
  readonly missing: string[];
}

/** What really runs for a playbook: agents it does not list are run too when a listed one depends on them, however far away. */
export function effectiveGraph(
  playbook: Graph,
  agents: ReadonlyMap<string, Pick<Agent, 'agent_dependencies'>>,
): EffectiveGraph {
  const nodes = new Set(playbook.nodes);
  const edges = new Map<string, Edge>();
  const connect = (from: string, to: string): unknown => edges.set(JSON.stringify([from, to]), { from, to });
  for (const { from, to } of playbook.edges) connect(from, to);
  for (const node of nodes) {
    for (const dependency of agents.get(node)?.agent_dependencies ?? []) {
      nodes.add(dependency);
      connect(dependency, node);
    }
  }
  return {
    nodes: [...nodes],
    edges: [...edges.values()],
    missing: [...nodes].filter((node) => !agents.has(node)),
  };
}
