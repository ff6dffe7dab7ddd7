import type { Agent, AgentVersion } from '../../../domain/agent.ts';
import type { AgentQuery, AgentStore } from '../../../ports/relational.ts';
import { makeCatalogueReads } from './catalogue-reads.ts';
import type { VersionRow } from './catalogue-reads.ts';
import type { CatalogueTables } from './catalogue-tables.ts';
import { makeCatalogueWrites } from './catalogue-writes.ts';
import type { Sql } from './client.ts';
import type { Fragment } from './statements.ts';

const tables: CatalogueTables<Agent> = {
  kind: 'agent',
  heads: 'agents',
  versions: 'agent_versions',
  idColumn: 'agent_id',
  columns: {
    agent_name: { type: 'text', of: (agent) => agent.agent_name },
    agent_class: { type: 'text', of: (agent) => agent.agent_class },
    enabled: { type: 'boolean', of: (agent) => agent.enabled },
  },
};

const toFilter = ({ agent_class, enabled }: AgentQuery): Fragment[] => [
  ...(agent_class === undefined ? [] : [{ text: 'h.agent_class = :agent_class', values: { agent_class } }]),
  ...(enabled === undefined ? [] : [{ text: 'h.enabled = :enabled', values: { enabled } }]),
];

const toVersion = ({ record, ...entry }: VersionRow<Agent>): AgentVersion => ({
  agent_id: record.agent_id,
  ...entry,
  agent: record,
});

/** Two lists in one answer: who lists the agent as a dependency, and whose playbooks name it. */
const usersOf = `
  select 'agent' as kind, h.agent_id as id from agents h join agent_versions v using (tenant_id, agent_id, version)
  where h.tenant_id in (:tenant, '_builtin') and v.document::jsonb -> 'agent_dependencies' @> to_jsonb(:id::text)
  union all
  select 'domain', h.domain_id from domains h join domain_versions v using (tenant_id, domain_id, version)
  where h.tenant_id in (:tenant, '_builtin') and (
    v.document::jsonb #> '{ingestion_playbook,agent_execution_graph,nodes}' @> to_jsonb(:id::text)
    or v.document::jsonb #> '{query_playbook,agent_execution_graph,nodes}' @> to_jsonb(:id::text)
    or v.document::jsonb #> '{management_playbook,agent_execution_graph,nodes}' @> to_jsonb(:id::text))
  order by 1, 2 limit 200`;

export function makeAgentStore(sql: Sql): AgentStore {
  const reads = makeCatalogueReads(sql, tables);
  const writes = makeCatalogueWrites(sql, tables);
  return {
    list: (tenantId, query) => reads.list(tenantId, query, toFilter(query)),
    find: async (tenantId, agentId) => (await reads.findMany(tenantId, [agentId]))[0],
    findMany: reads.findMany,
    insert: writes.insert,
    update: writes.update,
    remove: writes.remove,
    listVersions: async (tenantId, agentId) => (await reads.versions(tenantId, agentId)).map(toVersion),
    findVersion: async (tenantId, agentId, version) =>
      (await reads.versions(tenantId, agentId, version)).map(toVersion)[0],
    findUsers: async (tenantId, agentId) => {
      const rows = await sql.rows<{ kind: string; id: string }>(usersOf, { tenant: tenantId, id: agentId });
      const idsOf = (kind: string): string[] => rows.filter((row) => row.kind === kind).map(({ id }) => id);
      return { agents: idsOf('agent'), domains: idsOf('domain') };
    },
    putInbuilt: writes.putInbuilt,
  };
}
