import type { Agent } from '../../lib/domain/agent.ts';
import type { Principal, Role } from '../../lib/domain/principal.ts';
import type { AgentStore } from '../../lib/ports/relational.ts';
import type { Ids } from '../../lib/ports/world.ts';
import { systemIds } from '../../lib/adapters/system/ids.ts';

export const principal = (userId: string, role: Role = 'member', tenantId = 'riverside'): Principal => ({
  tenantId,
  userId,
  username: userId,
  role,
});

export const ids: Ids = systemIds;

/** An agent with as much said as a test needs. */
export const agentOf = (agent_id: string, fields: Partial<Agent> = {}): Agent => ({
  id: agent_id,
  agent_id,
  agent_name: agent_id,
  agent_class: 'query',
  system_prompt: 'x',
  tools: [],
  agent_dependencies: [],
  max_output_keys: 5,
  output_schema: { [`${agent_id}_says`]: { type: 'string' } },
  description: '',
  enabled: true,
  model: null,
  is_inbuilt: false,
  version: 1,
  created_at: '2026-11-01T00:00:00.000Z',
  updated_at: '2026-11-01T00:00:00.000Z',
  created_by: 'sam',
  ...fields,
});

/** Finds the given agents in any tenant, and counts how often it was asked. */
export function agentsByIds(...agents: Agent[]): Pick<AgentStore, 'findMany'> & { asked: () => number } {
  const byId = new Map(agents.map((agent) => [agent.agent_id, agent]));
  let asked = 0;
  return {
    findMany: (_tenantId, wanted) => {
      asked += 1;
      return Promise.resolve(wanted.flatMap((id) => byId.get(id) ?? []));
    },
    asked: () => asked,
  };
}
