/** Bounds on one run of one agent. Whatever a model asks for, the run stays within them. */
export interface AgentLimits {
  /** Model calls. */
  steps: number;
  /** Tool calls that are executed; further ones are answered with an error. */
  toolCalls: number;
  /** Input and output tokens together; no further model call is made above it. */
  tokens: number;
  costUsd: number;
  /** One whole run. */
  timeoutMs: number;
  toolTimeoutMs: number;
  maxOutputTokens: number;
}

export const defaultLimits: AgentLimits = {
  steps: 8,
  toolCalls: 16,
  tokens: 120_000,
  costUsd: 0.5,
  timeoutMs: 120_000,
  toolTimeoutMs: 20_000,
  maxOutputTokens: 4_096,
};
