import type { Agent, AgentClass } from '../domain/agent.ts';
import type { Domain, Playbook } from '../domain/domain.ts';
import { effectiveGraph } from '../domain/effective-graph.ts';
import { findCycle } from '../domain/graph.ts';
import { AppError } from '../errors.ts';
import type { DomainContext } from '../ports/agents.ts';
import type { Plan } from '../ports/jobs.ts';
import type { AgentStore } from '../ports/relational.ts';

/** What agents may know of a domain. */
export const toContext = (domain: Domain): DomainContext => ({
  domain_id: domain.domain_id,
  domain_name: domain.domain_name,
  places: domain.places,
  home: domain.home,
  categories: domain.categories,
  redact_pii: domain.redact_pii,
});

/** The listed agents and all that they depend on, read level by level. */
async function loadAgents(
  agents: Pick<AgentStore, 'findMany'>,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Agent>> {
  const found = new Map<string, Agent>();
  const asked = new Set<string>();
  let next = [...new Set(ids)];
  while (next.length > 0) {
    for (const id of next) asked.add(id);
    const level = await agents.findMany(tenantId, next);
    for (const agent of level) found.set(agent.agent_id, agent);
    next = [...new Set(level.flatMap(({ agent_dependencies }) => agent_dependencies))].filter(
      (id) => !asked.has(id),
    );
  }
  return found;
}

const cannotRun = (message: string): AppError => new AppError('INVALID_INPUT', message);

/**
 * The plan of a playbook as its agents are now. Throws INVALID_INPUT, naming what is wrong, when the playbook can no
 * longer run: an agent was deleted or disabled since, or dependencies have become circular.
 */
export async function planPlaybook(
  agents: Pick<AgentStore, 'findMany'>,
  tenantId: string,
  playbook: Playbook,
  kind: AgentClass,
): Promise<Plan> {
  const { agent_execution_graph: listed, settings = {} } = playbook;
  const known = await loadAgents(agents, tenantId, listed.nodes);
  const { nodes, edges, missing } = effectiveGraph(listed, known);
  if (missing.length > 0)
    throw cannotRun(`The playbook needs agents that do not exist: ${missing.join(', ')}.`);
  const disabled = nodes.filter((id) => known.get(id)?.enabled === false);
  if (disabled.length > 0)
    throw cannotRun(`The playbook needs agents that are disabled: ${disabled.join(', ')}.`);
  const cycle = findCycle(nodes, edges);
  if (cycle !== undefined) throw cannotRun(`The playbook has a circular dependency: ${cycle.join(' -> ')}.`);
  const planned = nodes.flatMap((id) => {
    const agent = known.get(id);
    return agent === undefined ? [] : [{ agent, settings: settings[id] ?? {} }];
  });
  return { kind, nodes: planned, edges };
}
