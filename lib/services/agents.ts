import type { Agent, AgentInput, AgentPatch, DependencyGraph } from '../domain/agent.ts';
import type { Principal } from '../domain/principal.ts';
import { AppError, invalidInput, notFound, type Problem } from '../errors.ts';
import type { AgentQuery, AgentStore, DomainStore } from '../ports/relational.ts';
import type { Clock, Ids } from '../ports/world.ts';
import { assertMayWrite, assertVersion, found } from './access.ts';
import {
  agentLinkProblems,
  dependencyEdges,
  loadWithDependencies,
  type AgentLinkPorts,
  type AgentLinks,
} from './agents-validation.ts';
import { sentFields, writeOver } from './changes.ts';
import { playbookCycles } from './domains-validation.ts';
import { paginationOf, toList } from './listing.ts';

export interface AgentPorts {
  agents: AgentStore;
  domains: Pick<DomainStore, 'find'>;
  toolNames: AgentLinkPorts['toolNames'];
  ids: Ids;
  clock: Clock;
}

const graphOf = (agents: readonly Agent[]): DependencyGraph => ({
  nodes: agents.map(({ agent_id, agent_name, agent_class }) => ({
    id: agent_id,
    label: agent_name,
    class: agent_class,
  })),
  edges: dependencyEdges(agents),
});

const refuse = (problems: readonly Problem[]): void => {
  if (problems.length > 0) throw invalidInput(problems);
};

function assertSameClass(current: Agent, next: Agent, users: { agents: string[]; domains: string[] }): void {
  if (current.agent_class === next.agent_class) return;
  assertUnused(users, 'It cannot change its class');
}

function assertUnused(
  { agents, domains }: { agents: string[]; domains: string[] },
  consequence: string,
): void {
  if (agents.length + domains.length === 0) return;
  const users = [...agents.map((name) => `agent ${name}`), ...domains.map((name) => `domain ${name}`)].join(
    ', ',
  );
  throw new AppError('IN_USE', `${consequence} while it is used by ${users}.`, { data: { agents, domains } });
}

/** Configures agents: what they are told, what they may use, what they answer. */
export function makeAgents({ agents, domains, toolNames, ids, clock }: AgentPorts) {
  const linkProblems = (tenantId: string, links: AgentLinks) =>
    agentLinkProblems({ agents, toolNames }, tenantId, links);

  const findOwn = async (principal: Principal, agentId: string): Promise<Agent> => {
    const agent = found(await agents.find(principal.tenantId, agentId), 'agent', agentId);
    assertMayWrite(principal, agent, 'agent');
    return agent;
  };

  /** A new dependency may close a circle through the edges of a playbook that uses the agent. */
  const playbookProblems = async (tenantId: string, next: Agent, domainIds: readonly string[]) => {
    const using = await Promise.all(domainIds.map((id) => domains.find(tenantId, id)));
    const known = using.filter((domain) => domain !== undefined);
    return playbookCycles({ agents }, tenantId, known, next);
  };

  const write = async (principal: Principal, current: Agent, changes: Partial<Agent>): Promise<Agent> => {
    const { tenantId } = principal;
    const next: Agent = {
      ...current,
      ...changes,
      version: current.version + 1,
      updated_at: clock.now().toISOString(),
    };
    const users = await agents.findUsers(tenantId, current.agent_id);
    assertSameClass(current, next, users);
    refuse(await linkProblems(tenantId, next));
    refuse(await playbookProblems(tenantId, next, users.domains));
    await agents.update(tenantId, next);
    return next;
  };

  return {
    /** What is wrong with the links of an agent whose other fields may be wrong too. */
    review: (principal: Principal, parts: AgentLinks): Promise<Problem[]> =>
      linkProblems(principal.tenantId, parts),

    async create(principal: Principal, input: AgentInput): Promise<Agent> {
      refuse(await linkProblems(principal.tenantId, input));
      const id = ids.next('agt');
      const now = clock.now().toISOString();
      const agent: Agent = {
        ...input,
        id,
        agent_id: id,
        model: input.model ?? null,
        is_inbuilt: false,
        version: 1,
        created_at: now,
        updated_at: now,
        created_by: principal.userId,
      };
      await agents.insert(principal.tenantId, agent);
      return agent;
    },

    async list(principal: Principal, query: AgentQuery) {
      const { items, pagination } = toList(principal, await agents.list(principal.tenantId, query), query);
      return { agents: items, pagination };
    },

    /** The agent, with the graph of all that it depends on, itself included. */
    async get(principal: Principal, agentId: string): Promise<Agent & { dependency_graph: DependencyGraph }> {
      const loaded = await loadWithDependencies(agents, principal.tenantId, [agentId]);
      const agent = found(loaded.get(agentId), 'agent', agentId);
      return { ...agent, dependency_graph: graphOf([...loaded.values()]) };
    },

    update(principal: Principal, agentId: string, { version, ...patch }: AgentPatch): Promise<Agent> {
      return writeOver(version, async () => {
        const current = await findOwn(principal, agentId);
        assertVersion(current.version, version);
        return write(principal, current, sentFields(patch));
      });
    },

    async remove(principal: Principal, agentId: string): Promise<{ message: string; agent_id: string }> {
      await findOwn(principal, agentId);
      assertUnused(await agents.findUsers(principal.tenantId, agentId), 'It cannot be deleted');
      if (!(await agents.remove(principal.tenantId, agentId))) throw notFound('agent', agentId);
      return { message: 'The agent was deleted.', agent_id: agentId };
    },

    /** Newest first. */
    async versions(principal: Principal, agentId: string) {
      found(await agents.find(principal.tenantId, agentId), 'agent', agentId);
      const versions = await agents.listVersions(principal.tenantId, agentId);
      const page = { items: versions, total: versions.length };
      return { versions, pagination: paginationOf(page, { page: 1, limit: Math.max(1, versions.length) }) };
    },

    /** Makes the content of an earlier version the newest one. */
    restore(principal: Principal, agentId: string, version: number): Promise<Agent> {
      return writeOver(undefined, async () => {
        const current = await findOwn(principal, agentId);
        const entry = await agents.findVersion(principal.tenantId, agentId, version);
        const { agent } = found(entry, 'version', `${agentId}/${version}`);
        const { created_at, created_by, ...content } = agent;
        return write(principal, current, content);
      });
    },
  };
}
