/** All times in milliseconds. */
export interface EngineSettings {
  /** How long a claim lasts without a renewal. */
  leaseMs: number;
  /** Between renewals; also how soon a cancellation is seen. */
  renewEveryMs: number;
  /** Claims that may fail before the job is given up. */
  maxAttempts: number;
  /** Agents at work at once: in one job (by default as many as a playbook can have), in one tenant within this process. */
  concurrencyPerJob: number;
  concurrencyPerTenant: number;
  /** For one agent's run, all of its tries together. */
  agentTimeoutMs: number;
  /** Tries after the first, for errors that a retry may help. */
  retries: number;
  backoffMs: number;
  maxBackoffMs: number;
  /** With less left of the execution than this, no agent is started. */
  stopStartingMs: number;
  /** With less left than this, what is at work is given up and the lease released. */
  giveUpMs: number;
  /** How long the end of a job waits for its last status events to be handed over. */
  flushMs: number;
  breaker: { failures: number; openMs: number };
}

export const defaultSettings: EngineSettings = {
  leaseMs: 30_000,
  renewEveryMs: 3_000,
  maxAttempts: 3,
  concurrencyPerJob: 50,
  concurrencyPerTenant: 128,
  agentTimeoutMs: 60_000,
  retries: 6,
  backoffMs: 200,
  maxBackoffMs: 5_000,
  stopStartingMs: 15_000,
  giveUpMs: 5_000,
  flushMs: 1_000,
  breaker: { failures: 10, openMs: 5_000 },
};
