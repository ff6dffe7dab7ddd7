import type { AgentRun, ToolCall } from '../domain/run.ts';
import type { BlobStore, JobRef } from '../ports.ts';

/** Beyond these sizes (characters of JSON) a run's parts leave the item, whose limit is 400 KB. */
const MAX_INLINE_OUTPUT = 100_000;
const MAX_TEXT = 16_000;
const MAX_ARGUMENTS = 2_000;
const MAX_TOOL_CALLS = 40;
const MAX_REFERENCES = 500;

const shortened = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length - limit} more characters)`;

function fitToolCall(call: ToolCall): ToolCall {
  const text = JSON.stringify(call.arguments ?? null);
  const error = call.error === undefined ? {} : { error: shortened(call.error, MAX_ARGUMENTS) };
  if (text.length <= MAX_ARGUMENTS) return { ...call, ...error };
  return { ...call, ...error, arguments: { shortened: shortened(text, MAX_ARGUMENTS) } };
}

/** What stands in a run whose output is kept apart. */
export interface NamedOutput {
  stored_as: string;
  bytes: number;
  keys: string[];
}

/** Makes every run fit into its item: a large output goes to the blob store and is named, long texts are shortened. */
export async function fitRun(blobs: BlobStore, ref: JobRef, run: AgentRun): Promise<AgentRun> {
  const fitted: AgentRun = {
    ...run,
    reasoning: shortened(run.reasoning, MAX_TEXT),
    ...(run.error_message !== undefined && { error_message: shortened(run.error_message, MAX_TEXT) }),
    tool_calls: run.tool_calls.slice(0, MAX_TOOL_CALLS).map(fitToolCall),
    references: run.references.slice(0, MAX_REFERENCES),
  };
  const text = JSON.stringify(run.output ?? null);
  if (text.length <= MAX_INLINE_OUTPUT) return fitted;
  const key = `runs/${ref.jobId}/${encodeURIComponent(run.agent_id)}.json`;
  await blobs.put(ref.tenantId, key, text, 'application/json');
  const named: NamedOutput = {
    stored_as: key,
    bytes: Buffer.byteLength(text),
    keys: Object.keys(run.output ?? {}),
  };
  return { ...fitted, output: named, output_key: key };
}

/** The run with its whole output, wherever that is kept. */
export async function wholeRun(blobs: BlobStore, ref: JobRef, run: AgentRun): Promise<AgentRun> {
  if (run.output_key === undefined) return run;
  const text = await blobs.get(ref.tenantId, run.output_key);
  return text === undefined ? run : { ...run, output: JSON.parse(text) as unknown };
}
