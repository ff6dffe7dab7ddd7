import { generateText, isStepCount, Output, type StepResult, type ToolSet } from 'ai';
import type { Usage } from '../domain/run.ts';
import { AppError } from '../errors.ts';
import type { AgentInvocation, AgentResult, AgentRunner } from '../ports/agents.ts';
import type { Clock, Log } from '../ports/world.ts';
import { defaultLimits, type AgentLimits } from './limits.ts';
import { toAbortError, toModelError } from './model-errors.ts';
import { asJson, type Models, type ResolvedModel } from './model.ts';
import { outputContract } from './output-schema.ts';
import { usageOf } from './prices.ts';
import { agentPrompt } from './prompt.ts';
import { remembering } from './remembering-model.ts';
import { ledgerTools, type ToolLedger } from './tool-ledger.ts';
import { RAISE_ERROR } from './tools/raise-error.ts';
import type { ToolCatalogue, ToolDefinition } from './tools/tool.ts';

export interface AgentRunnerDeps {
  models: Models;
  tools: ToolCatalogue;
  clock: Clock;
  log: Log;
  /** Removes personal data from a text, for domains that ask for it. */
  redact: (text: string) => string;
  limits?: Partial<AgentLimits> | undefined;
}

type Step = StepResult<ToolSet>;

const tokensOf = (steps: readonly Step[]) => ({
  input: steps.reduce((sum, { usage }) => sum + (usage.inputTokens ?? 0), 0),
  output: steps.reduce((sum, { usage }) => sum + (usage.outputTokens ?? 0), 0),
});

const usageSoFar = (model: string, steps: readonly Step[]): Usage => {
  const { input, output } = tokensOf(steps);
  return usageOf(model, input, output);
};

/** The first bound that the steps so far have reached, in words. */
function boundReached(model: string, steps: readonly Step[], limits: AgentLimits, ledger: ToolLedger) {
  const { input_tokens, output_tokens, cost_usd } = usageSoFar(model, steps);
  if (steps.length >= limits.steps) return `${limits.steps} model calls`;
  if (ledger.calls.length >= limits.toolCalls) return `${limits.toolCalls} tool calls`;
  if (input_tokens + output_tokens >= limits.tokens) return `${limits.tokens} tokens`;
  if (cost_usd >= limits.costUsd) return `${limits.costUsd} USD`;
  return undefined;
}

/** The agent's own tools that exist, and raise_error, which every agent has. */
async function allowedTools({ agent, principal }: AgentInvocation, tools: ToolCatalogue) {
  const names = [...new Set([...agent.tools, RAISE_ERROR])];
  return tools.find(principal.tenantId, names);
}

/** Calls that were refused before they ran: tools that do not exist for this agent, or arguments that are no JSON. */
function noteRefusedCalls(steps: readonly Step[], ledger: ToolLedger, log: Log): void {
  for (const { toolCalls } of steps)
    for (const call of toolCalls) {
      if (!('invalid' in call) || call.invalid !== true) continue;
      const error = `${call.toolName} is not among this agent's tools, or its arguments are no JSON.`;
      ledger.calls.push({ tool: call.toolName, arguments: call.input, duration_ms: 0, error });
      log.warn('tool call refused', { tool: call.toolName });
    }
}

/** Keys under which tools hand over what people wrote. */
const WRITTEN = new Set(['text', 'raw_text', 'snippet', 'title', 'note', 'notes']);

const redactDeep = (value: unknown, redact: (text: string) => string, written = false): unknown => {
  if (typeof value === 'string') return written ? redact(value) : value;
  if (Array.isArray(value)) return value.map((each) => redactDeep(each, redact, written));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, each]) => [key, redactDeep(each, redact, WRITTEN.has(key))]));
};

function reasoningOf(steps: readonly Step[], ledger: ToolLedger): string {
  const thoughts = steps.flatMap(({ reasoningText, text }, index) => {
    const spoken = index < steps.length - 1 ? text.trim() : '';
    return [reasoningText?.trim(), spoken].filter(Boolean);
  });
  if (thoughts.length > 0) return thoughts.join('\n');
  const used = [...new Set(ledger.calls.map(({ tool }) => tool))];
  return used.length > 0
    ? `The model used ${used.join(', ')} and gave no reasoning.`
    : 'The model gave no reasoning.';
}

async function converse(
  invocation: AgentInvocation,
  { name, model }: ResolvedModel,
  definitions: readonly ToolDefinition[],
  ledger: ToolLedger,
  deps: AgentRunnerDeps & { limits: AgentLimits },
) {
  const { agent, domain, principal, jobId, now, signal, answers } = invocation;
  const { limits, clock, log } = deps;
  const redact = domain.redact_pii ? deps.redact : (text: string) => text;
  const { system, user } = agentPrompt(invocation, redact(invocation.text));
  const scope = { tenantId: principal.tenantId, userId: principal.userId, domain, now, signal };
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
  const tools = ledgerTools(definitions, { ...scope, signal: abortSignal }, ledger, {
    clock,
    log,
    limits,
    onToolCall: invocation.onToolCall,
    redact: (value) => (domain.redact_pii ? redactDeep(value, redact) : value),
  });
  try {
    return await generateText({
      model: answers === undefined ? model : remembering(name, model, answers, clock),
      instructions: system,
      prompt: user,
      tools,
      output: Output.object({ schema: outputContract(agent.output_schema), name: 'output' }),
      stopWhen: [
        isStepCount(limits.steps),
        () => ledger.raised !== undefined,
        ({ steps }) => boundReached(name, steps, limits, ledger) !== undefined,
      ],
      maxRetries: 0,
      maxOutputTokens: limits.maxOutputTokens,
      temperature: 0,
      abortSignal,
      providerOptions: {
        embedded: { domain: asJson(domain) },
        booking: { job_id: jobId, agent_id: agent.agent_id, domain_id: domain.domain_id },
      },
    });
  } catch (error) {
    if (ledger.raised !== undefined) throw agentRaised(ledger.raised);
    if (abortSignal.aborted) throw toAbortError(name, signal, limits.timeoutMs, error);
    throw toModelError(name, error);
  }
}

const agentRaised = (message: string, usage?: Usage): AppError =>
  new AppError('AGENT_RAISED', message, usage ? { data: { usage } } : {});

/** One run of an agent is one `generateText` call with the agent's tools, its bounds and its output schema. */
export function makeAgentRunner(deps: AgentRunnerDeps): AgentRunner {
  const limits = { ...defaultLimits, ...deps.limits };
  return {
    run: async (invocation): Promise<AgentResult> => {
      const { agent, principal } = invocation;
      const resolved = await deps.models.resolve(principal.tenantId, agent.model);
      const ledger: ToolLedger = { calls: [], references: new Set(), raised: undefined };
      const definitions = await allowedTools(invocation, deps.tools);
      const result = await converse(invocation, resolved, definitions, ledger, { ...deps, limits });
      const { steps } = result;
      const usage = usageSoFar(resolved.name, steps);
      noteRefusedCalls(steps, ledger, deps.log);
      if (ledger.raised !== undefined) throw agentRaised(ledger.raised, usage);
      const output = outputOf(result, resolved.name, limits, ledger, usage);
      return {
        output,
        reasoning: reasoningOf(steps, ledger),
        tool_calls: ledger.calls,
        usage,
        model: resolved.name,
        references: [...ledger.references],
      };
    },
  };
}

function outputOf(
  result: Awaited<ReturnType<typeof converse>>,
  model: string,
  limits: AgentLimits,
  ledger: ToolLedger,
  usage: Usage,
): Record<string, unknown> {
  if (result.finishReason === 'content-filter')
    throw new AppError('MODEL_REFUSED', `The model ${model} refused to answer.`, { data: { model, usage } });
  if (result.finishReason === 'tool-calls') {
    const bound = boundReached(model, result.steps, limits, ledger) ?? 'its bounds';
    throw new AppError('CAP_REACHED', `The agent was stopped at ${bound} without an answer.`, {
      data: { model, usage, tool_calls: ledger.calls.length },
    });
  }
  try {
    return result.output;
  } catch (error) {
    throw toModelError(model, error);
  }
}
