import * as z from 'zod';

export const usage = z.object({
  input_tokens: z.number().nonnegative(),
  output_tokens: z.number().nonnegative(),
  cost_usd: z.number().nonnegative(),
});
export type Usage = z.infer<typeof usage>;

export const noUsage: Usage = { input_tokens: 0, output_tokens: 0, cost_usd: 0 };
export const addUsage = (a: Usage, b: Usage): Usage => ({
  input_tokens: a.input_tokens + b.input_tokens,
  output_tokens: a.output_tokens + b.output_tokens,
  cost_usd: a.cost_usd + b.cost_usd,
});

export const toolCall = z.object({
  tool: z.string(),
  arguments: z.unknown(),
  duration_ms: z.number(),
  error: z.string().optional(),
});
export type ToolCall = z.infer<typeof toolCall>;

export const runStatus = z.enum(['success', 'error', 'skipped', 'cached']);

/** One line of a job's execution log. */
export const logEntry = z.object({
  agent_id: z.string(),
  agent_name: z.string(),
  status: runStatus,
  /** When the run ended. */
  timestamp: z.string(),
  started_at: z.string(),
  duration_ms: z.number(),
  attempt: z.int().nonnegative(),
  reasoning: z.string(),
  output: z.unknown(),
  error_message: z.string().optional(),
  tool_calls: z.array(toolCall),
  model: z.string(),
  usage,
  /** With status `cached`: who used the result once more. */
  consumer_agent_id: z.string().optional(),
});
export type LogEntry = z.infer<typeof logEntry>;

/**
 * The record of one agent's run in one job: log entry, checkpoint and memo at once. `references` are the incident ids
 * that its tools read; `output_key` names the blob that holds an output too large for the item.
 */
export interface AgentRun extends Omit<LogEntry, 'status' | 'consumer_agent_id'> {
  status: 'success' | 'error' | 'skipped';
  agent_version: number;
  references: string[];
  error_code?: string;
  /** Whether a retry of the job may re-run it with hope. */
  retryable?: boolean;
  output_key?: string;
}
