import type { Agent } from '../domain/agent.ts';
import {
  toAgentDocument,
  toDomainDocument,
  toToolDocument,
  type Configuration,
  type PlanEntry,
  type ToolDocument,
} from '../domain/configuration.ts';
import type { Domain } from '../domain/domain.ts';
import { builtinToolNames, isBuiltinTool, type CustomTool } from '../domain/tool.ts';
import { invalidInput, type Problem } from '../errors.ts';
import type { HttpCaller } from '../ports/limits.ts';
import type { AgentStore } from '../ports/relational.ts';
import { agentLinkProblems } from './agents-validation.ts';
import { duplicateProblems, reviewPlaybooks } from './domains-validation.ts';
import { fingerprintOf } from './idempotency.ts';

/** The tenant's own records that the document may replace. */
export interface Existing {
  agents: ReadonlyMap<string, Agent>;
  domains: ReadonlyMap<string, Domain>;
  tools: ReadonlyMap<string, CustomTool>;
}

export interface ReviewPorts {
  /** The agents as they would be after the import. */
  agents: Pick<AgentStore, 'findMany'>;
  http: Pick<HttpCaller, 'objection'>;
}

const under = (prefix: string, problems: readonly Problem[]): Problem[] =>
  problems.map(({ path, message }) => ({ path: path.replace(/^\$/, prefix), message }));

function repeatedIds(field: string, ids: readonly string[]): Problem[] {
  const seen = new Set<string>();
  return ids.flatMap((id, index) => {
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated ? [{ path: `$.${field}[${index}]`, message: `${id} is listed twice` }] : [];
  });
}

const repeatedProblems = ({ agents, domains, tools }: Configuration): Problem[] => [
  ...repeatedIds(
    'agents',
    agents.map(({ agent_id }) => agent_id),
  ),
  ...repeatedIds(
    'domains',
    domains.map(({ domain_id }) => domain_id),
  ),
  ...repeatedIds(
    'tools',
    tools.map(({ tool_name }) => tool_name),
  ),
];

async function toolProblems(tools: readonly ToolDocument[], http: ReviewPorts['http']): Promise<Problem[]> {
  const all = tools.map(async ({ tool_name, endpoint }, index) => {
    const path = `$.tools[${index}]`;
    const objection = await http.objection(endpoint);
    const taken = isBuiltinTool(tool_name) ? 'is the name of a built-in tool' : undefined;
    return [
      ...(objection === undefined ? [] : [{ path: `${path}.endpoint`, message: objection }]),
      ...(taken === undefined ? [] : [{ path: `${path}.tool_name`, message: taken }]),
    ];
  });
  return (await Promise.all(all)).flat();
}

const inbuiltProblems = (document: Configuration, existing: Existing): Problem[] =>
  document.domains.flatMap(({ domain_id }, index) =>
    existing.domains.get(domain_id)?.is_inbuilt === true
      ? [{ path: `$.domains[${index}].domain_id`, message: `${domain_id} is built in` }]
      : [],
  );

async function agentProblems(
  { agents }: ReviewPorts,
  tenantId: string,
  document: Configuration,
  existing: Existing,
): Promise<Problem[]> {
  const names = [...existing.tools.keys(), ...document.tools.map(({ tool_name }) => tool_name)];
  const toolNames = () => Promise.resolve(new Set<string>([...builtinToolNames, ...names]));
  const all = document.agents.map(async (agent, index) =>
    under(`$.agents[${index}]`, await agentLinkProblems({ agents, toolNames }, tenantId, agent)),
  );
  return (await Promise.all(all)).flat();
}

/** The warnings about a document. Throws INVALID_INPUT naming everything that is wrong with it. */
export async function reviewConfiguration(
  ports: ReviewPorts,
  tenantId: string,
  document: Configuration,
  existing: Existing,
): Promise<string[]> {
  const ofDomains = document.domains.map(async (domain, index) => {
    const { problems, warnings } = await reviewPlaybooks(ports, tenantId, domain);
    const all = under(`$.domains[${index}]`, [...problems, ...duplicateProblems(domain)]);
    return { problems: all, warnings: warnings.map((warning) => `${domain.domain_id}: ${warning}`) };
  });
  const reviewed = await Promise.all(ofDomains);
  const problems = [
    ...repeatedProblems(document),
    ...(await toolProblems(document.tools, ports.http)),
    ...(await agentProblems(ports, tenantId, document, existing)),
    ...inbuiltProblems(document, existing),
    ...reviewed.flatMap((domain) => domain.problems),
  ];
  if (problems.length > 0) throw invalidInput(problems);
  return reviewed.flatMap(({ warnings }) => warnings);
}

/** A secret stays when it was given for the same origin; it can never come with a document. */
export function keptAuth(document: ToolDocument, current: CustomTool | undefined): CustomTool['auth'] {
  const isSame =
    current?.auth.type === document.auth.type &&
    new URL(current.endpoint).origin === new URL(document.endpoint).origin;
  return isSame ? current.auth : { type: document.auth.type };
}

function actionFor<T>(
  document: unknown,
  current: T | undefined,
  toDocument: (record: T) => unknown,
): PlanEntry['action'] {
  if (current === undefined) return 'create';
  return fingerprintOf(document) === fingerprintOf(toDocument(current)) ? 'unchanged' : 'update';
}

function toolEntry(tool: ToolDocument, known: CustomTool | undefined): PlanEntry {
  const lacksSecret = tool.auth.type !== 'none' && keptAuth(tool, known).sealed_secret === undefined;
  return {
    kind: 'tool',
    id: tool.tool_name,
    action: actionFor(tool, known, toToolDocument),
    ...(lacksSecret && { note: 'needs its secret: a document carries none' }),
  };
}

/** What the import would do, in the order in which it would do it. */
export const planFor = (document: Configuration, existing: Existing): PlanEntry[] => [
  ...document.tools.map((tool) => toolEntry(tool, existing.tools.get(tool.tool_name))),
  ...document.agents.map((agent): PlanEntry => {
    const document = { ...agent, model: agent.model ?? null };
    const action = actionFor(document, existing.agents.get(agent.agent_id), toAgentDocument);
    return { kind: 'agent', id: agent.agent_id, action };
  }),
  ...document.domains.map((domain): PlanEntry => {
    const action = actionFor(domain, existing.domains.get(domain.domain_id), toDomainDocument);
    return { kind: 'domain', id: domain.domain_id, action };
  }),
];
