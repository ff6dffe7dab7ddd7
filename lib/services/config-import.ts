import type { Agent } from '../domain/agent.ts';
import type { Configuration, ImportPlan, PlanEntry } from '../domain/configuration.ts';
import type { Domain } from '../domain/domain.ts';
import type { Principal } from '../domain/principal.ts';
import type { CustomTool } from '../domain/tool.ts';
import type { HttpCaller, ToolStore } from '../ports/limits.ts';
import type { AgentStore, DomainStore } from '../ports/relational.ts';
import type { Clock } from '../ports/world.ts';
import { keptAuth, planFor, reviewConfiguration, type Existing } from './config-review.ts';

export interface ImportPorts {
  agents: AgentStore;
  domains: DomainStore;
  tools: ToolStore;
  http: Pick<HttpCaller, 'objection'>;
  clock: Clock;
}

const byId = <T>(records: readonly T[], idOf: (record: T) => string): Map<string, T> =>
  new Map(records.map((record) => [idOf(record), record]));

interface Stamp {
  version: number;
  created_at: string;
  updated_at: string;
  created_by: string;
}
/** The next version of a record, or the first one. */
const stamp = (current: Stamp | undefined, now: string, userId: string): Stamp => ({
  version: (current?.version ?? 0) + 1,
  created_at: current?.created_at ?? now,
  updated_at: now,
  created_by: current?.created_by ?? userId,
});

/** The document's records as they are to be stored. */
function toRecords(document: Configuration, existing: Existing, now: string, { userId }: Principal) {
  const agents = document.agents.map((agent): Agent => ({
    ...agent,
    id: agent.agent_id,
    model: agent.model ?? null,
    is_inbuilt: false,
    ...stamp(existing.agents.get(agent.agent_id), now, userId),
  }));
  const domains = document.domains.map((domain): Domain => ({
    ...domain,
    id: domain.domain_id,
    is_inbuilt: false,
    ...stamp(existing.domains.get(domain.domain_id), now, userId),
  }));
  const tools = document.tools.map((tool): CustomTool => {
    const current = existing.tools.get(tool.tool_name);
    return { ...tool, id: tool.tool_name, auth: keptAuth(tool, current), ...stamp(current, now, userId) };
  });
  return { agents, domains, tools };
}

interface Writer<T> {
  insert: (tenantId: string, record: T) => Promise<void>;
  update: (tenantId: string, record: T) => Promise<void>;
}

/** In place and one after another: what is written stays right if a later one fails, and a repetition continues. */
async function writeAll<T extends Stamp & { id: string }>(
  store: Writer<T>,
  tenantId: string,
  records: readonly T[],
  entries: readonly PlanEntry[],
): Promise<void> {
  const actions = new Map(entries.map(({ id, action }) => [id, action]));
  for (const record of records) {
    const action = actions.get(record.id);
    if (action === 'create') await store.insert(tenantId, record);
    if (action === 'update') await store.update(tenantId, record);
  }
}

/** Brings a tenant's configuration to what a document says: checks all of it first, then creates and updates in place. */
export function makeConfigImport({ agents, domains, tools, http, clock }: ImportPorts) {
  const existingOf = async (tenantId: string, document: Configuration): Promise<Existing> => {
    const ids = document.agents.map(({ agent_id }) => agent_id);
    const [knownAgents, knownDomains, knownTools] = await Promise.all([
      agents.findMany(tenantId, ids),
      Promise.all(document.domains.map(({ domain_id }) => domains.find(tenantId, domain_id))),
      tools.list(tenantId),
    ]);
    const present = knownDomains.filter((domain) => domain !== undefined);
    return {
      agents: byId(knownAgents, ({ agent_id }) => agent_id),
      domains: byId(present, ({ domain_id }) => domain_id),
      tools: byId(knownTools, ({ tool_name }) => tool_name),
    };
  };

  /** The agents as they would be found after the import. */
  const overlay = (coming: ReadonlyMap<string, Agent>): Pick<AgentStore, 'findMany'> => ({
    findMany: async (tenantId, ids) => {
      const others = ids.filter((id) => !coming.has(id));
      const stored = others.length === 0 ? [] : await agents.findMany(tenantId, others);
      return [...ids.flatMap((id) => coming.get(id) ?? []), ...stored];
    },
  });

  return async (principal: Principal, document: Configuration, dryRun: boolean): Promise<ImportPlan> => {
    const { tenantId } = principal;
    const existing = await existingOf(tenantId, document);
    const records = toRecords(document, existing, clock.now().toISOString(), principal);
    const after = overlay(byId(records.agents, ({ agent_id }) => agent_id));
    const warnings = await reviewConfiguration({ agents: after, http }, tenantId, document, existing);
    const plan = planFor(document, existing);
    const entries = (kind: PlanEntry['kind']) => plan.filter((entry) => entry.kind === kind);
    if (!dryRun) {
      await writeAll(tools, tenantId, records.tools, entries('tool'));
      await writeAll(agents, tenantId, records.agents, entries('agent'));
      await writeAll(domains, tenantId, records.domains, entries('domain'));
    }
    return { dry_run: dryRun, plan, warnings };
  };
}
export type ConfigImport = ReturnType<typeof makeConfigImport>;
