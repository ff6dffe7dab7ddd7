import { isoNow } from '../domain/metadata.ts';
import type { AgentRun, Usage } from '../domain/run.ts';
import { addUsage, noUsage, usage } from '../domain/run.ts';
import { AppError, toAppError } from '../errors.ts';
import type { AgentInvocation, AgentResult, AgentRunner } from '../ports/agents.ts';
import type { PlanNode } from '../ports/jobs.ts';
import type { Clock } from '../ports/world.ts';
import type { RunMemo } from './answer-memo.ts';
import { checkOutput } from './check-output.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { EngineSettings } from './settings.ts';
import { Stopped, unlessAborted } from './stop.ts';

export interface AgentEffects {
  agents: AgentRunner;
  clock: Clock;
  breaker: CircuitBreaker;
  /** 0 (inclusive) to 1 (exclusive). */
  random: () => number;
  /** When an execution that was cut off began this run: what was asked then has to be asked in the same words. */
  startOf(agentId: string): string | undefined;
  memoOf(agentId: string, startedAt: string): RunMemo;
}

const modelFailures: readonly string[] = ['MODEL_THROTTLED', 'MODEL_UNAVAILABLE', 'TIMEOUT'];

interface Attempts {
  count: number;
  usage: Usage;
  memo: RunMemo;
}

/** Full jitter: anything up to the exponential bound, but no less than the other side asked for. */
function backoff(failed: number, error: AppError, settings: EngineSettings, random: () => number): number {
  const bound = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** (failed - 1));
  return Math.max(bound * random(), (error.retryAfter ?? 0) * 1_000);
}

const invalidOutput = (output: unknown, problems: readonly string[]): AppError =>
  new AppError('MODEL_OUTPUT_INVALID', `The output breaks its schema: ${problems.join('; ')}`, {
    data: { output, problems },
  });

/** One call of the model, held to the run's deadline and counted by the breaker. */
async function call(effects: AgentEffects, invocation: AgentInvocation): Promise<AgentResult> {
  const { breaker, agents } = effects;
  const model = invocation.agent.model ?? 'default';
  breaker.admit(model);
  try {
    const result = await unlessAborted(invocation.signal, agents.run(invocation));
    breaker.succeeded(model);
    return result;
  } catch (error) {
    if (modelFailures.includes(toAppError(error).code)) breaker.failed(model);
    throw error;
  }
}

/** The problems of an output that broke its schema, whether the runner or the engine found them. */
function misfitOf({ code, data }: AppError): AgentInvocation['repair'] {
  if (code !== 'MODEL_OUTPUT_INVALID') return undefined;
  const problems = Array.isArray(data['problems']) ? data['problems'].map(String) : [];
  return { output: data['output'], problems };
}

async function tryOnce(
  effects: AgentEffects,
  invocation: AgentInvocation,
  attempts: Attempts,
): Promise<AgentResult> {
  attempts.count += 1;
  try {
    const result = await call(effects, invocation);
    attempts.usage = addUsage(attempts.usage, result.usage);
    const checked = checkOutput(result.output, invocation.agent.output_schema);
    if (checked.valid) return { ...result, output: checked.output };
    throw invalidOutput(result.output, checked.problems);
  } catch (error) {
    const { usage: spent } = toAppError(error).data;
    const parsed = usage.safeParse(spent);
    if (parsed.success) attempts.usage = addUsage(attempts.usage, parsed.data);
    throw error;
  }
}

/** Calls until the output fits its schema: one repair for a misfit, retries with backoff for errors that they may help. */
async function attempt(
  effects: AgentEffects,
  invocation: AgentInvocation,
  retries: number,
  settings: EngineSettings,
  attempts: Attempts,
): Promise<AgentResult> {
  let failed = 0;
  let repair: AgentInvocation['repair'];
  for (;;) {
    try {
      return await tryOnce(effects, { ...invocation, ...(repair && { repair }) }, attempts);
    } catch (error) {
      invocation.signal.throwIfAborted();
      const failure = toAppError(error);
      const misfit = misfitOf(failure);
      if (misfit !== undefined && repair === undefined) {
        repair = misfit;
        await attempts.memo.goOn();
        continue;
      }
      failed += 1;
      if (misfit !== undefined) throw invalidOutput(misfit.output, misfit.problems);
      if (!failure.retryable || failed > retries) throw failure;
      await effects.clock.sleep(backoff(failed, failure, settings, effects.random), invocation.signal);
      invocation.signal.throwIfAborted();
    }
  }
}

const timedOut = (timeoutMs: number): AppError =>
  new AppError('TIMEOUT', `The agent did not finish within ${timeoutMs} ms.`, { retryable: true });

/** Given to the signal of a run that came to its own end; an error made for each would cost its stack. */
const ENDED = new Error('The run has ended.');

/** Aborts with TIMEOUT after `timeoutMs`, or with the reason of `stop`. */
function deadline(clock: Clock, timeoutMs: number, stop: AbortSignal) {
  const run = new AbortController();
  const relay = (): void => run.abort(stop.reason);
  if (stop.aborted) relay();
  else stop.addEventListener('abort', relay, { once: true });
  void clock.sleep(timeoutMs, run.signal).then(() => {
    if (!run.signal.aborted) run.abort(timedOut(timeoutMs));
  });
  const end = (): void => {
    stop.removeEventListener('abort', relay);
    run.abort(ENDED);
  };
  return { signal: run.signal, end };
}

/**
 * Runs one agent to its record. A failure is a record with status `error`, never a throw; only a stop of the whole
 * execution is thrown, as `Stopped`.
 */
export async function runAgent(
  { agent, settings: node }: PlanNode,
  invocation: Omit<AgentInvocation, 'signal' | 'agent' | 'now'>,
  stop: AbortSignal,
  effects: AgentEffects,
  settings: EngineSettings,
): Promise<AgentRun> {
  const { clock } = effects;
  const startedAt = clock.now();
  const askedAt = effects.startOf(agent.agent_id) ?? isoNow(startedAt);
  const memo = effects.memoOf(agent.agent_id, askedAt);
  const attempts: Attempts = { count: 0, usage: noUsage, memo };
  const limit = deadline(clock, node.timeout_ms ?? settings.agentTimeoutMs, stop);
  const record = (
    fields: Pick<AgentRun, 'status' | 'output' | 'reasoning'> & Partial<AgentRun>,
  ): AgentRun => {
    const endedAt = clock.now();
    return {
      agent_id: agent.agent_id,
      agent_name: agent.agent_name,
      agent_version: agent.version,
      timestamp: isoNow(endedAt),
      started_at: isoNow(startedAt),
      duration_ms: endedAt.getTime() - startedAt.getTime(),
      attempt: attempts.count,
      tool_calls: [],
      model: agent.model ?? 'default',
      usage: attempts.usage,
      references: [],
      ...fields,
    };
  };
  try {
    const full = { ...invocation, agent, now: new Date(askedAt), signal: limit.signal, answers: memo };
    const result = await attempt(effects, full, node.retries ?? settings.retries, settings, attempts);
    const { output, reasoning, tool_calls, model, references } = result;
    return record({ status: 'success', output, reasoning, tool_calls, model, references });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const { code, message, retryable, data } = toAppError(error);
    return record({
      status: 'error',
      output: data['output'] ?? null,
      reasoning: '',
      error_message: message,
      error_code: code,
      retryable,
    });
  } finally {
    limit.end();
  }
}
