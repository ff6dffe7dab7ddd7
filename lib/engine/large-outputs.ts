import { createHash } from 'node:crypto';
import type { AgentRun, ToolCall } from '../domain/run.ts';
import type { BlobStore } from '../ports/blobs.ts';
import type { JobRef } from '../ports/jobs.ts';

/**
 * Bytes of UTF-8 beyond which a run's parts leave the item or are shortened. Together they stay below DynamoDB's 400 KB
 * for an item, whatever an agent says.
 */
const MAX_INLINE_OUTPUT = 100_000;
const MAX_TEXT = 24_000;
const MAX_TOOL_CALLS = 40;
const MAX_ALL_TOOL_CALLS = 120_000;
const MAX_ARGUMENTS = 2_000;
const MAX_NAME = 200;
const MAX_KEYS = 5;
const MAX_REFERENCES = 500;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The beginning of a text whose UTF-8 is longer than `limit` bytes, and how much more there was. */
export function shortened(text: string, limit: number): string {
  if (text.length * 3 <= limit || bytesOf(text) <= limit) return text;
  // What a cut in the middle of a character leaves behind decodes to one replacement mark.
  const kept = Buffer.from(text)
    .subarray(0, limit)
    .toString()
    .replace(/\uFFFD$/, '');
  return `${kept}… (${text.length - kept.length} more characters)`;
}

function fitToolCall(call: ToolCall): ToolCall {
  const text = JSON.stringify(call.arguments ?? null);
  const fitted = {
    ...call,
    tool: shortened(call.tool, MAX_NAME),
    ...(call.error !== undefined && { error: shortened(call.error, MAX_ARGUMENTS) }),
  };
  if (bytesOf(text) <= MAX_ARGUMENTS) return fitted;
  return { ...fitted, arguments: { shortened: shortened(text, MAX_ARGUMENTS) } };
}

/** The first calls, as many as there is room for. */
function fitToolCalls(calls: readonly ToolCall[]): ToolCall[] {
  let room = MAX_ALL_TOOL_CALLS;
  return calls
    .slice(0, MAX_TOOL_CALLS)
    .map(fitToolCall)
    .filter((call) => (room -= bytesOf(JSON.stringify(call))) >= 0);
}

/** What stands in a run whose output is kept apart. */
export interface NamedOutput {
  stored_as: string;
  bytes: number;
  keys: string[];
}

const keysOf = (output: unknown): string[] =>
  typeof output === 'object' && output !== null && !Array.isArray(output)
    ? Object.keys(output)
        .slice(0, MAX_KEYS)
        .map((key) => shortened(key, MAX_NAME))
    : [];

/** Makes every run fit into its item: a large output goes to the blob store and is named, long texts are shortened. */
export async function fitRun(blobs: BlobStore, ref: JobRef, run: AgentRun): Promise<AgentRun> {
  const fitted: AgentRun = {
    ...run,
    reasoning: shortened(run.reasoning, MAX_TEXT),
    ...(run.error_message !== undefined && { error_message: shortened(run.error_message, MAX_TEXT) }),
    tool_calls: fitToolCalls(run.tool_calls),
    references: run.references.slice(0, MAX_REFERENCES).map((reference) => shortened(reference, MAX_NAME)),
  };
  const text = JSON.stringify(run.output ?? null);
  const bytes = bytesOf(text);
  if (bytes <= MAX_INLINE_OUTPUT) return fitted;
  // By its content, so that a worker whose lease is over cannot replace what another has put on record.
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const key = `runs/${ref.jobId}/${encodeURIComponent(run.agent_id)}-${digest}.json`;
  await blobs.put(ref.tenantId, key, text, 'application/json');
  const named: NamedOutput = { stored_as: key, bytes, keys: keysOf(run.output) };
  return { ...fitted, output: named, output_key: key };
}

/** The run with its whole output, wherever that is kept. */
export async function wholeRun(blobs: BlobStore, ref: JobRef, run: AgentRun): Promise<AgentRun> {
  if (run.output_key === undefined) return run;
  const text = await blobs.get(ref.tenantId, run.output_key);
  return text === undefined ? run : { ...run, output: JSON.parse(text) as unknown };
}
