/** What the process itself is given: time, ids, a log, metrics. */
import type { IdPrefix } from '../domain/ids.ts';

export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Ids {
  /** A new random id, sortable by time of creation. */
  next(prefix: IdPrefix): string;
  /** The same parts give the same id: what makes a write idempotent. */
  derived(prefix: IdPrefix, ...parts: readonly string[]): string;
}

export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Counts, milliseconds, and US dollars. */
export type MetricName =
  'Jobs' | 'JobsOverdue' | 'AgentDuration' | 'InputTokens' | 'OutputTokens' | 'CostUsd';

/** What operators watch. Dimensions have few values; names of tenants, jobs and agents are details of the line. */
export interface Metrics {
  record(
    values: Partial<Record<MetricName, number>>,
    dimensions?: Readonly<Partial<Record<'kind' | 'status' | 'model', string>>>,
    details?: Readonly<Record<string, string>>,
  ): void;
}
