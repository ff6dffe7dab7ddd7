import { generateText, jsonSchema, Output, type JSONSchema7 } from 'ai';
import * as z from 'zod';
import { interpretation, type Interpretation } from '../domain/query.ts';
import { AppError } from '../errors.ts';
import { lazily } from '../lazily.ts';
import type { Interpreter, InterpreterInput } from '../ports/agents.ts';
import type { Log } from '../ports/world.ts';
import { defaultLimits } from './limits.ts';
import { toAbortError, toModelError } from './model-errors.ts';
import { asJson, type Models } from './model.ts';
import { usageOf } from './prices.ts';
import { interpreterPrompt } from './prompt.ts';

export interface InterpreterDeps {
  models: Models;
  log: Log;
  redact: (text: string) => string;
  timeoutMs?: number;
}

/** Made for the first model that reads a sentence. */
const interpretationJson = lazily(() => {
  const { $schema: _, ...schema } = z.toJSONSchema(interpretation, { io: 'input' });
  return schema as JSONSchema7;
});

const instructions = `You turn one sentence of a user into slots; you answer nothing yourself and never touch data.
- intent: "question" asks about the stored reports of the domain; "command" orders a change of status, assignee, priority, due date or a note; "none" is anything else (small talk, other subjects, deletions, sending messages, negated orders, statements about what was done).
- filters: select the reports. Use category keys, place names and team or user ids exactly as <domain> and <people> give them; a name nobody has stays as written, with a doubt. "open" means every status but resolved, closed, rejected. "unassigned" is assigned: false. "urgent" is the urgency of that name; "high priority" is a priority.
- Times are instants in the domain's time zone: "last week" and "last month" are the calendar units before this one (weeks start on Monday), "last 7 days" counts back from <now>, "in June" is the latest June that has begun, "overdue" is due_to at the start of today. "from" is inclusive, "to" exclusive.
- group_by for "by", "per", "each"; order and limit for rankings ("most": desc) and for "latest 5" reports; interval for developments over time; compare_with for the second selection of a comparison.
- A follow-up ("and last month?", "only the unresolved ones", "those") keeps the filters of the last turn in <previous> except what it changes. "these", "it", "the last one" in a command are ids from that turn's references.
- Content words that no filter expresses go into filters.q and into unmatched. List every guess in doubts. Never drop a word in silence.
- changes only for commands, only what the sentence says. single: true when it speaks of one report. ambiguous: true when it is unclear which reports are meant. A command without any selection is intent "none" with a doubt, unless it says all.
- With given mode "query" the intent is never "command"; with "management" it is never "question".`;

/** Filters never leave the domain, whatever a model wrote. */
function inDomain(read: Interpretation, domainId: string): Interpretation {
  const filters = { ...read.filters, domain_id: domainId };
  const second = read.compare_with;
  return { ...read, filters, ...(second && { compare_with: { ...second, domain_id: domainId } }) };
}

const contract = jsonSchema<Interpretation>(interpretationJson, {
  validate: (value) => {
    const parsed = interpretation.safeParse(value);
    if (parsed.success) return { success: true, value: parsed.data };
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    const error = new AppError('MODEL_OUTPUT_INVALID', 'The model gave no valid interpretation.', {
      retryable: true,
      data: { output: value, problems },
    });
    return { success: false, error };
  },
});

/** Redacts all but the names of the tenant's own teams and users, which commands need. */
function redactKeepingNames(
  text: string,
  names: readonly string[],
  redact: (text: string) => string,
): string {
  const kept = names.filter((name) => text.toLowerCase().includes(name.toLowerCase()));
  if (kept.length === 0) return redact(text);
  const [first = '', ...rest] = kept;
  const at = text.toLowerCase().indexOf(first.toLowerCase());
  const name = text.slice(at, at + first.length);
  const side = (part: string) => redactKeepingNames(part, rest.concat(first), redact);
  return `${side(text.slice(0, at))}${name}${side(text.slice(at + first.length))}`;
}

const namesOf = ({ teams, users }: InterpreterInput): string[] => [
  ...teams.flatMap(({ team_name, aliases }) => [team_name, ...aliases]),
  ...users.map(({ username }) => username),
];

async function ask(deps: InterpreterDeps, input: InterpreterInput) {
  const { name, model } = await deps.models.resolve(input.principal.tenantId);
  const timeoutMs = deps.timeoutMs ?? defaultLimits.timeoutMs;
  const question = input.domain.redact_pii
    ? redactKeepingNames(input.question, namesOf(input), deps.redact)
    : input.question;
  const { system, user } = interpreterPrompt(instructions, input, question);
  const abortSignal = AbortSignal.any([input.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const result = await generateText({
      model,
      instructions: system,
      prompt: user,
      output: Output.object({ schema: contract, name: 'interpretation' }),
      maxRetries: 0,
      maxOutputTokens: defaultLimits.maxOutputTokens,
      temperature: 0,
      abortSignal,
      providerOptions: {
        embedded: { domain: asJson(input.domain) },
        booking: { job_id: input.jobId, agent_id: 'interpreter', domain_id: input.domain.domain_id },
      },
    });
    const { inputTokens = 0, outputTokens = 0 } = result.usage;
    return { read: result.output, usage: usageOf(name, inputTokens, outputTokens), model: name };
  } catch (error) {
    if (abortSignal.aborted) throw toAbortError(name, input.signal, timeoutMs, error);
    throw toModelError(name, error);
  }
}

/** Reads sentences with the tenant's model, through one structured `generateText` call. */
export const makeInterpreter = (deps: InterpreterDeps): Interpreter => ({
  interpret: async (input) => {
    const { read, usage, model } = await ask(deps, input);
    deps.log.debug('sentence read', { job: input.jobId, intent: read.intent, confidence: read.confidence });
    return { interpretation: inDomain(read, input.domain.domain_id), usage, model };
  },
});
