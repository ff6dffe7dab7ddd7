import { dynamicTool, jsonSchema, type JSONSchema7, type ToolSet } from 'ai';
import type { ToolCall } from '../domain/run.ts';
import { AppError, toAppError } from '../errors.ts';
import type { Clock, Log } from '../ports/world.ts';
import type { AgentLimits } from './limits.ts';
import { RAISE_ERROR } from './tools/raise-error.ts';
import type { ToolDefinition, ToolScope } from './tools/tool.ts';

/** What a model's tool calls did, in order, while a run goes on. */
export interface ToolLedger {
  readonly calls: ToolCall[];
  readonly references: Set<string>;
  /** The message of raise_error, once it was called. */
  raised: string | undefined;
}

export interface LedgerDeps {
  clock: Clock;
  log: Log;
  limits: AgentLimits;
  onToolCall?: ((tool: string) => void) | undefined;
  /** Applied to every text a tool hands to a model. */
  redact: (value: unknown) => unknown;
}

const MAX_REFERENCES = 100;

/** A tool error as the model sees it: a value, so that the run goes on. */
const asValue = (message: string) => ({ error: message });

function withDeadline<T>(work: Promise<T>, ms: number, tool: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    const late = () => reject(new AppError('TOOL_FAILED', `${tool} did not answer within ${ms / 1_000} s.`));
    timer = setTimeout(late, ms);
  });
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}

/** Runs one call, notes it, and answers what the model is shown: the tool's value, or its error. */
async function execute(
  definition: ToolDefinition,
  scope: ToolScope,
  input: unknown,
  ledger: ToolLedger,
  { clock, log, limits, onToolCall, redact }: LedgerDeps,
): Promise<unknown> {
  const { name } = definition;
  const call: ToolCall = { tool: name, arguments: input, duration_ms: 0 };
  const refused = ledger.calls.length >= limits.toolCalls && name !== RAISE_ERROR;
  ledger.calls.push(call);
  if (refused) {
    call.error = `No more than ${limits.toolCalls} tool calls are allowed in a run.`;
    return asValue(call.error);
  }
  onToolCall?.(name);
  const started = clock.now().getTime();
  const ended = () => (call.duration_ms = clock.now().getTime() - started);
  try {
    const outcome = await withDeadline(definition.run(scope, input), limits.toolTimeoutMs, name);
    ended();
    for (const id of outcome.references ?? [])
      if (ledger.references.size < MAX_REFERENCES) ledger.references.add(id);
    if (name === RAISE_ERROR) ledger.raised ??= (outcome.value as { raised: string }).raised;
    return redact(outcome.value);
  } catch (error) {
    ended();
    const { message, code } = toAppError(error);
    call.error = message;
    log.warn('tool call failed', { tool: name, code, message });
    return asValue(message);
  }
}

/** The allowed tools in the AI SDK's form. Only these exist for the model; each call lands in the ledger. */
export function ledgerTools(
  definitions: readonly ToolDefinition[],
  scope: ToolScope,
  ledger: ToolLedger,
  deps: LedgerDeps,
): ToolSet {
  const entries = definitions.map((definition) => [
    definition.name,
    dynamicTool({
      description: definition.description,
      inputSchema: jsonSchema(definition.parameters as JSONSchema7),
      execute: (input) => execute(definition, scope, input, ledger, deps),
    }),
  ]);
  return Object.fromEntries(entries) as ToolSet;
}
