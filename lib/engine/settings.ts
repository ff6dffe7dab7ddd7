/** All times in milliseconds. */
export interface EngineSettings {
  /** How long a claim lasts without a renewal. */
  leaseMs: number;
  /** Between renewals; also how soon a cancellation is seen. */
  renewEveryMs: number;
  /** Claims that may fail before the job is given up. */
  maxAttempts: number;
  /** Agents at work at once in one job; by default as many as a playbook can have. */
  concurrencyPerJob: number;
  /** Jobs of one tenant at work at once, over all processes. Their agents are at most this times `concurrencyPerJob`. */
  jobsPerTenant: number;
  /** How long a slot of the tenant stays taken without a sign of life; extended three times in that. */
  slotMs: number;
  /** When a job that found all slots of its tenant taken is dispatched again, at the earliest. */
  slotWaitMs: number;
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
  /** A model's answer that took longer to come than this is kept as soon as it is there, while its agent goes on. */
  keepSlowerThanMs: number;
  /** How long the end of a job waits for its last status events to be handed over. */
  flushMs: number;
  breaker: { failures: number; openMs: number };
}

export const defaultSettings: EngineSettings = {
  leaseMs: 30_000,
  renewEveryMs: 3_000,
  maxAttempts: 3,
  concurrencyPerJob: 50,
  jobsPerTenant: 100,
  slotMs: 60_000,
  slotWaitMs: 2_000,
  agentTimeoutMs: 60_000,
  retries: 6,
  backoffMs: 200,
  maxBackoffMs: 5_000,
  stopStartingMs: 15_000,
  giveUpMs: 5_000,
  keepSlowerThanMs: 50,
  flushMs: 1_000,
  breaker: { failures: 10, openMs: 5_000 },
};
