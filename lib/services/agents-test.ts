import type { Agent } from '../domain/agent.ts';
import { topologicalOrder } from '../domain/graph.ts';
import type { Principal } from '../domain/principal.ts';
import { addUsage, noUsage, usage as usageSchema, type ToolCall, type Usage } from '../domain/run.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import type { AgentInvocation, AgentResult, AgentRunner, DomainContext } from '../ports/agents.ts';
import type { AgentStore, DomainStore } from '../ports/relational.ts';
import type { Clock } from '../ports/world.ts';
import { found } from './access.ts';
import { dependencyEdges, loadWithDependencies } from './agents-validation.ts';
import { toContext } from './playbook-plan.ts';

export interface AgentTestPorts {
  agents: Pick<AgentStore, 'findMany'>;
  domains: Pick<DomainStore, 'find'>;
  runner: AgentRunner;
  /** Throws RATE_LIMITED or BUDGET_SPENT. */
  admission: { admit: (tenantId: string) => Promise<void> };
  clock: Clock;
}

export interface AgentTestInput {
  text: string;
  /** Whose places, categories and time zone the agent is told; none unless said. */
  domain_id?: string | undefined;
}

export interface AgentTestResult {
  agent_id: string;
  /** `error`: this agent, or one that it depends on, refused or failed; `error_message` says why. */
  status: 'success' | 'error';
  error_message?: string;
  output: Record<string, unknown> | null;
  reasoning: string;
  tool_calls: ToolCall[];
  /** Of the agent and of those that it depends on. */
  usage: Usage;
  model: string;
  duration_ms: number;
}

const nowhere: DomainContext = {
  domain_id: 'none',
  domain_name: 'None',
  places: [],
  home: { timezone: 'UTC' },
  categories: [],
};
/** An HTTP request ends after 29 s. */
const PATIENCE_MS = 25_000;

/** Ends of a run that are the agent's own doing, and so what a trial is there to show. */
const ownFailures: ReadonlySet<ErrorCode> = new Set([
  'AGENT_RAISED',
  'CAP_REACHED',
  'MODEL_REFUSED',
  'MODEL_OUTPUT_INVALID',
  'MODEL_CONTEXT_OVERFLOW',
]);

const toUsage = (error: AppError): Usage => usageSchema.safeParse(error.data['usage']).data ?? noUsage;

function inOrder(agents: ReadonlyMap<string, Agent>): Agent[] {
  const order = topologicalOrder({ nodes: [...agents.keys()], edges: dependencyEdges(agents.values()) });
  return order.flatMap((id) => agents.get(id) ?? []);
}

/** Tries an agent on one input, after the agents that it depends on. Nothing is stored. */
export function makeAgentTests({ agents, domains, runner, admission, clock }: AgentTestPorts) {
  const contextOf = async (tenantId: string, domainId: string | undefined): Promise<DomainContext> =>
    domainId === undefined
      ? nowhere
      : toContext(found(await domains.find(tenantId, domainId), 'domain', domainId));

  const runAll = async (
    ordered: readonly Agent[],
    trial: Omit<AgentInvocation, 'agent' | 'upstream'>,
  ): Promise<Map<string, AgentResult>> => {
    const results = new Map<string, AgentResult>();
    for (const agent of ordered) {
      const upstream = Object.fromEntries([...results].map(([id, { output }]) => [id, output]));
      results.set(agent.agent_id, await runner.run({ ...trial, agent, upstream }));
    }
    return results;
  };

  return {
    async run(principal: Principal, agentId: string, input: AgentTestInput): Promise<AgentTestResult> {
      const { tenantId, userId } = principal;
      await admission.admit(tenantId);
      const needed = await loadWithDependencies(agents, tenantId, [agentId]);
      const { agent_id } = found(needed.get(agentId), 'agent', agentId);
      const domain = await contextOf(tenantId, input.domain_id);
      const started = clock.now();
      const ended = () => clock.now().getTime() - started.getTime();
      const trial = {
        principal: { tenantId, userId },
        jobId: 'dry-run',
        domain,
        now: started,
        text: input.text,
      };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      try {
        const results = await runAll(inOrder(needed), { ...trial, signal });
        const { output, reasoning, tool_calls, model } = found(results.get(agent_id), 'run', agent_id);
        const usage = [...results.values()].map((result) => result.usage).reduce(addUsage, noUsage);
        return {
          agent_id,
          status: 'success',
          output,
          reasoning,
          tool_calls,
          usage,
          model,
          duration_ms: ended(),
        };
      } catch (error) {
        if (!(error instanceof AppError) || !ownFailures.has(error.code)) throw error;
        const failure = { status: 'error', error_message: error.message, output: null } as const;
        const nothing = { reasoning: '', tool_calls: [], usage: toUsage(error), model: '' };
        return { agent_id, ...failure, ...nothing, duration_ms: ended() };
      }
    },
  };
}
