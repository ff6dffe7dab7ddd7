import type { Dag } from '../dags.ts';

/** What an agent does before it answers. */
export type Work = (agentId: string) => Promise<void>;

/**
 * An engine on one graph. `submit` does what comes before a run and is not measured; what it answers runs the graph once
 * and resolves to the largest value of any agent. An agent's value is one more than the largest of those it needs, so
 * the result is the depth of the graph when all values went where they belong.
 */
export interface Runner {
  submit(): Promise<() => Promise<number>>;
}
export interface Engine {
  readonly name: string;
  /** `off`: nothing is kept. `memory`: every step is kept in this process in serialised form. */
  prepare(dag: Dag, work: Work, persistence: 'off' | 'memory'): Runner;
}

export const valueAfter = (upstream: readonly number[]): number => 1 + Math.max(0, ...upstream);
