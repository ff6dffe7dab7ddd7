import type { Agent, AgentClass } from '../domain/agent.ts';
import { findCycle } from '../domain/graph.ts';
import type { Edge } from '../domain/domain.ts';
import type { Problem } from '../errors.ts';
import type { AgentStore } from '../ports/relational.ts';

/** The parts of an agent that depend on what else the tenant has. */
export interface AgentLinks {
  agent_id?: string;
  agent_class?: AgentClass | undefined;
  tools?: readonly string[] | undefined;
  agent_dependencies?: readonly string[] | undefined;
}

export interface AgentLinkPorts {
  agents: Pick<AgentStore, 'findMany'>;
  /** Names of the built-in tools and of the tenant's own. */
  toolNames: (tenantId: string) => Promise<ReadonlySet<string>>;
}

/** All agents that the given ones need, directly or not, these included; one read per level. */
export async function loadWithDependencies(
  agents: Pick<AgentStore, 'findMany'>,
  tenantId: string,
  agentIds: readonly string[],
): Promise<Map<string, Agent>> {
  const loaded = new Map<string, Agent>();
  let wanted = [...new Set(agentIds)];
  while (wanted.length > 0) {
    const level = await agents.findMany(tenantId, wanted);
    for (const agent of level) loaded.set(agent.agent_id, agent);
    const next = level.flatMap((agent) => agent.agent_dependencies);
    wanted = [...new Set(next)].filter((id) => !loaded.has(id));
  }
  return loaded;
}

/** From each dependency to its dependent. */
export const dependencyEdges = (agents: Iterable<Agent>): Edge[] =>
  [...agents].flatMap(({ agent_id, agent_dependencies }) =>
    agent_dependencies.map((from) => ({ from, to: agent_id })),
  );

export const circular = (path: readonly string[]): string => `circular dependency: ${path.join(' -> ')}`;

const at = (field: string, index: number): string => `$.${field}[${index}]`;

function toolProblems(tools: readonly string[], known: ReadonlySet<string>): Problem[] {
  return tools.flatMap((tool, index) => {
    if (!known.has(tool)) return [{ path: at('tools', index), message: `unknown tool ${tool}` }];
    if (tools.indexOf(tool) < index)
      return [{ path: at('tools', index), message: `${tool} is listed twice` }];
    return [];
  });
}

function dependencyProblem(
  id: string,
  found: Agent | undefined,
  agentClass: AgentClass | undefined,
): string | undefined {
  if (found === undefined) return `unknown agent ${id}`;
  if (agentClass === undefined || found.agent_class === agentClass) return undefined;
  return `${id} is of the class ${found.agent_class}; dependencies must be of the same class, ${agentClass}`;
}

function dependencyProblems(links: AgentLinks, loaded: ReadonlyMap<string, Agent>): Problem[] {
  const dependencies = links.agent_dependencies ?? [];
  return dependencies.flatMap((id, index) => {
    const isSelf = id === links.agent_id;
    const twice = dependencies.indexOf(id) < index ? `${id} is listed twice` : undefined;
    const message = twice ?? (isSelf ? undefined : dependencyProblem(id, loaded.get(id), links.agent_class));
    return message === undefined ? [] : [{ path: at('agent_dependencies', index), message }];
  });
}

function cycleProblems(links: AgentLinks, loaded: ReadonlyMap<string, Agent>): Problem[] {
  const self = links.agent_id;
  if (self === undefined) return [];
  const others = [...loaded.values()].filter(({ agent_id }) => agent_id !== self);
  const own = (links.agent_dependencies ?? []).map((from) => ({ from, to: self }));
  const cycle = findCycle([self], [...own, ...dependencyEdges(others)]);
  return cycle === undefined ? [] : [{ path: '$.agent_dependencies', message: circular(cycle) }];
}

/** Unknown tools, unknown or wrong-class dependencies, cycles: all of them, each with its JSON path. */
export async function agentLinkProblems(
  { agents, toolNames }: AgentLinkPorts,
  tenantId: string,
  links: AgentLinks,
): Promise<Problem[]> {
  const dependencies = links.agent_dependencies ?? [];
  const [known, loaded] = await Promise.all([
    links.tools === undefined || links.tools.length === 0 ? new Set<string>() : toolNames(tenantId),
    loadWithDependencies(agents, tenantId, dependencies),
  ]);
  return [
    ...toolProblems(links.tools ?? [], known),
    ...dependencyProblems(links, loaded),
    ...cycleProblems(links, loaded),
  ];
}
