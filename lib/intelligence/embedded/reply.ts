import type { EmbeddedRequest } from './request.ts';

export interface ToolWish {
  tool: string;
  input: Record<string, unknown>;
}

/** One turn of the embedded model: tool calls, or the answer. `reasoning` says what was understood and what was not. */
export type EmbeddedReply =
  { calls: ToolWish[]; reasoning: string } | { output: Record<string, unknown>; reasoning: string };

/** A way of working for one class of agents. `wishes` are asked for first; `answer` sees what came back. */
export interface Brain {
  wishes(request: EmbeddedRequest): ToolWish[];
  answer(request: EmbeddedRequest): Promise<{ output: Record<string, unknown>; reasoning: string }>;
}
