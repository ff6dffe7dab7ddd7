import * as z from 'zod';
import { agentInput, type Agent } from './agent.ts';
import { domainInput, type Domain } from './domain.ts';
import { toolDocument, type CustomTool } from './tool.ts';

const agentDocument = agentInput.extend({
  agent_id: z
    .string()
    .regex(/^(?!builtin-)[A-Za-z0-9_-]{1,100}$/, 'letters, digits, _ and -, and not a built-in id'),
});
/** Tools travel without their secrets. */

/** A tenant's whole configuration as one document; what is built in is not part of it. */
export const configuration = z.object({
  format: z.literal('domainflow/1'),
  agents: z.array(agentDocument).max(2_000),
  domains: z.array(domainInput).max(500),
  tools: z.array(toolDocument).max(500),
});
export type Configuration = z.infer<typeof configuration>;
export type AgentDocument = Configuration['agents'][number];
export type DomainDocument = Configuration['domains'][number];
export type ToolDocument = Configuration['tools'][number];

const only = (record: object, schema: z.ZodObject): Record<string, unknown> => {
  const fields = Object.entries(record).filter(
    ([name, value]) => name in schema.shape && value !== undefined,
  );
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** What a record says, without when, by whom and how often it was written; keys in alphabetical order. */
export const toAgentDocument = (agent: Agent): AgentDocument => only(agent, agentDocument) as AgentDocument;
export const toDomainDocument = (domain: Domain): DomainDocument =>
  only(domain, domainInput) as DomainDocument;
export const toToolDocument = (tool: CustomTool): ToolDocument => ({
  ...(only({ ...tool, kind: tool.kind ?? 'http' }, toolDocument) as ToolDocument),
  auth: { type: tool.auth.type },
});

export const importAction = z.enum(['create', 'update', 'unchanged']);
export const importPlan = z.object({
  dry_run: z.boolean(),
  plan: z.array(
    z.object({
      kind: z.enum(['tool', 'agent', 'domain']),
      id: z.string(),
      action: importAction,
      note: z.string().optional(),
    }),
  ),
  warnings: z.array(z.string()),
});
export type ImportPlan = z.infer<typeof importPlan>;
export type PlanEntry = ImportPlan['plan'][number];

export const backup = z.object({
  backup_id: z.string(),
  bytes: z.int().nonnegative(),
  created_at: z.iso.datetime(),
});
export type Backup = z.infer<typeof backup>;
