import type { Agent } from '../domain/agent.ts';
import { topologicalOrder } from '../domain/graph.ts';
import type { Principal } from '../domain/principal.ts';
import { addUsage, noUsage, type ToolCall, type Usage } from '../domain/run.ts';
import { AppError } from '../errors.ts';
import type { AgentRunner, AgentStore, Clock, DomainContext, DomainStore } from '../ports.ts';
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
  output: Record<string, unknown>;
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

  return {
    async run(principal: Principal, agentId: string, input: AgentTestInput): Promise<AgentTestResult> {
      const { tenantId, userId } = principal;
      await admission.admit(tenantId);
      const needed = await loadWithDependencies(agents, tenantId, [agentId]);
      const { agent_id } = found(needed.get(agentId), 'agent', agentId);
      const domain = await contextOf(tenantId, input.domain_id);
      const started = clock.now();
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const upstream: Record<string, unknown> = {};
      let usage = noUsage;
      for (const agent of inOrder(needed)) {
        const result = await runner.run({
          principal: { tenantId, userId },
          jobId: 'dry-run',
          agent,
          domain,
          now: started,
          text: input.text,
          upstream: { ...upstream },
          signal,
        });
        usage = addUsage(usage, result.usage);
        upstream[agent.agent_id] = result.output;
        if (agent.agent_id !== agent_id) continue;
        const { output, reasoning, tool_calls, model } = result;
        const duration_ms = clock.now().getTime() - started.getTime();
        return { agent_id, output, reasoning, tool_calls, usage, model, duration_ms };
      }
      throw new AppError('INTERNAL', 'The agent is not in the order of its own dependencies.');
    },
  };
}
