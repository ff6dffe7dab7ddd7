import type { Agent, AgentClass } from '../domain/agent.ts';
import { playbookKinds, type Domain, type Edge, type Playbook, type PlaybookKind } from '../domain/domain.ts';
import { dependentsOf, findCycle, reachable } from '../domain/graph.ts';
import { outputKeys } from '../domain/json-schema.ts';
import type { Problem } from '../errors.ts';
import type { AgentStore } from '../ports/relational.ts';
import { circular, dependencyEdges, loadWithDependencies } from './agents-validation.ts';

/** The three playbooks, or those of them that are well-formed so far. */
export type Playbooks = Partial<Record<PlaybookKind, Playbook | undefined>>;

interface Ports {
  agents: Pick<AgentStore, 'findMany'>;
}

const classOf: Readonly<Record<PlaybookKind, AgentClass>> = {
  ingestion_playbook: 'ingestion',
  query_playbook: 'query',
  management_playbook: 'management',
};

const graphPath = (kind: PlaybookKind): string => `$.${kind}.agent_execution_graph`;

function nodeProblem(id: string, agent: Agent | undefined, kind: PlaybookKind): string | undefined {
  if (agent === undefined) return `unknown agent ${id}`;
  if (!agent.enabled) return `${id} is disabled`;
  if (agent.agent_class === classOf[kind]) return undefined;
  return `${id} is of the class ${agent.agent_class}; this playbook takes ${classOf[kind]} agents`;
}

function nodeProblems(
  kind: PlaybookKind,
  nodes: readonly string[],
  agents: ReadonlyMap<string, Agent>,
): Problem[] {
  const seen = new Set<string>();
  return nodes.flatMap((id, index) => {
    const message = seen.has(id) ? `${id} is listed twice` : nodeProblem(id, agents.get(id), kind);
    seen.add(id);
    return message === undefined ? [] : [{ path: `${graphPath(kind)}.nodes[${index}]`, message }];
  });
}

function edgeProblems(kind: PlaybookKind, nodes: readonly string[], edges: readonly Edge[]): Problem[] {
  const listed = new Set(nodes);
  const seen = new Set<string>();
  return edges.flatMap((edge, index) => {
    const path = `${graphPath(kind)}.edges[${index}]`;
    const ends = (['from', 'to'] as const)
      .filter((end) => !listed.has(edge[end]))
      .map((end) => ({ path: `${path}.${end}`, message: `${edge[end]} is not listed in nodes` }));
    const key = JSON.stringify([edge.from, edge.to]);
    const twice = seen.has(key) ? [{ path, message: 'this edge is listed twice' }] : [];
    seen.add(key);
    return [...ends, ...twice];
  });
}

function settingsProblems(kind: PlaybookKind, playbook: Playbook, needed: readonly Agent[]): Problem[] {
  const running = new Set([
    ...playbook.agent_execution_graph.nodes,
    ...needed.map(({ agent_id }) => agent_id),
  ]);
  return Object.keys(playbook.settings ?? {})
    .filter((id) => !running.has(id))
    .map((id) => ({ path: `$.${kind}.settings.${id}`, message: `${id} is not listed in nodes` }));
}

/** Edges of the playbook and dependencies of its agents together: what really decides the order. */
function effectiveCycle({ agent_execution_graph: { nodes, edges } }: Playbook, agents: Iterable<Agent>) {
  return findCycle(nodes, [...edges, ...dependencyEdges(agents)]);
}

const neededBy = (playbook: Playbook, agents: ReadonlyMap<string, Agent>): Agent[] => {
  const edges = dependencyEdges(agents.values()).map(({ from, to }) => ({ from: to, to: from }));
  const nodes = playbook.agent_execution_graph.nodes;
  const needed = reachable(nodes, dependentsOf({ nodes: [...nodes], edges }));
  return [...needed].flatMap((id) => agents.get(id) ?? []);
};

/** An agent that runs although no playbook lists it must be enabled too. */
function hiddenProblems(
  kind: PlaybookKind,
  playbook: Playbook,
  agents: ReadonlyMap<string, Agent>,
): Problem[] {
  const listed = new Set(playbook.agent_execution_graph.nodes);
  return neededBy(playbook, agents)
    .filter(({ agent_id, enabled }) => !listed.has(agent_id) && !enabled)
    .map(({ agent_id }) => ({
      path: `${graphPath(kind)}.nodes`,
      message: `${agent_id}, which the listed agents depend on, is disabled`,
    }));
}

function playbookProblems(
  kind: PlaybookKind,
  playbook: Playbook,
  agents: ReadonlyMap<string, Agent>,
): Problem[] {
  const { nodes, edges } = playbook.agent_execution_graph;
  const needed = neededBy(playbook, agents);
  const cycle = effectiveCycle(playbook, needed);
  return [
    ...nodeProblems(kind, nodes, agents),
    ...edgeProblems(kind, nodes, edges),
    ...settingsProblems(kind, playbook, needed),
    ...hiddenProblems(kind, playbook, agents),
    ...(cycle === undefined ? [] : [{ path: graphPath(kind), message: circular(cycle) }]),
  ];
}

/** What every agent says about itself; the engine keeps these apart by agent. */
const OWN_KEYS = new Set(['confidence', 'answer']);

function sharedKeys(kind: PlaybookKind, agents: readonly Agent[]): string[] {
  const producers = new Map<string, string[]>();
  for (const { agent_id, output_schema } of agents) {
    for (const key of outputKeys(output_schema)) {
      producers.set(key, [...(producers.get(key) ?? []), agent_id]);
    }
  }
  return [...producers]
    .filter(([key, ids]) => ids.length > 1 && !OWN_KEYS.has(key))
    .map(
      ([key, ids]) =>
        `${kind}: the output key ${key} is produced by ${ids.join(' and ')}; the last one counts`,
    );
}

/** Agents that stand alone although others are wired: most often a forgotten edge. */
function unconnected(
  kind: PlaybookKind,
  { agent_execution_graph: { nodes, edges } }: Playbook,
  all: readonly Agent[],
) {
  const wired = new Set([...edges, ...dependencyEdges(all)].flatMap(({ from, to }) => [from, to]));
  if (edges.length === 0) return [];
  return nodes
    .filter((id) => !wired.has(id))
    .map((id) => `${kind}: ${id} has no edge; it runs by itself and nothing waits for it`);
}

const present = (playbooks: Playbooks): [PlaybookKind, Playbook][] =>
  playbookKinds.flatMap((kind) => {
    const playbook = playbooks[kind];
    return playbook === undefined ? [] : [[kind, playbook] as [PlaybookKind, Playbook]];
  });

export interface PlaybookFindings {
  problems: Problem[];
  /** What is allowed and probably not meant. */
  warnings: string[];
}

/** Everything that is wrong, or doubtful, with the playbooks of one domain. The sizes were limited before. */
export async function reviewPlaybooks(
  { agents }: Ports,
  tenantId: string,
  playbooks: Playbooks,
): Promise<PlaybookFindings> {
  const all = present(playbooks);
  const listed = all.flatMap(([, playbook]) => playbook.agent_execution_graph.nodes);
  const loaded = await loadWithDependencies(agents, tenantId, listed);
  return {
    problems: all.flatMap(([kind, playbook]) => playbookProblems(kind, playbook, loaded)),
    warnings: all.flatMap(([kind, playbook]) => {
      const needed = neededBy(playbook, loaded);
      return [...sharedKeys(kind, needed), ...unconnected(kind, playbook, needed)];
    }),
  };
}

/** Circles that a changed agent would close through the edges of playbooks that use it. */
export async function playbookCycles(
  { agents }: Ports,
  tenantId: string,
  domains: readonly Domain[],
  changed: Agent,
): Promise<Problem[]> {
  const nodes = domains.flatMap((domain) =>
    playbookKinds.flatMap((kind) => domain[kind].agent_execution_graph.nodes),
  );
  const loaded = await loadWithDependencies(agents, tenantId, [...nodes, ...changed.agent_dependencies]);
  loaded.set(changed.agent_id, changed);
  return domains.flatMap((domain) =>
    playbookKinds.flatMap((kind) => {
      const cycle = effectiveCycle(domain[kind], neededBy(domain[kind], loaded));
      const message = `would make the ${kind} of ${domain.domain_id} circular`;
      return cycle === undefined
        ? []
        : [{ path: '$.agent_dependencies', message: `${message}: ${cycle.join(' -> ')}` }];
    }),
  );
}

function repeated(path: string, names: readonly string[]): Problem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: `$.${path}[${index}]`, message: `${name} is listed twice` }] : [],
  );
}

/** Categories are told apart by their keys, places by their names. */
export const duplicateProblems = ({
  categories = [],
  places = [],
}: {
  categories?: Domain['categories'] | undefined;
  places?: Domain['places'] | undefined;
}): Problem[] => [
  ...repeated(
    'categories',
    categories.map(({ key }) => key),
  ),
  ...repeated(
    'places',
    places.map(({ name }) => name),
  ),
];
