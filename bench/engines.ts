import { setTimeout as delay } from 'node:timers/promises';
import type { Dag } from './dags.ts';
import { sleepOf } from './dags.ts';

/** Prepares an engine for one graph; what it answers runs the graph once. */
export type MakeRunner = (dag: Dag, sleepMs: number, persistence: boolean) => Promise<() => Promise<number>>;

/** What an agent does in every engine: sleep, or nothing. */
export const act = async (dag: Dag, node: string, sleepMs: number): Promise<string> => {
  const ms = sleepOf(dag, node, sleepMs);
  if (ms > 0) await delay(ms);
  return node;
};

export const engines: Readonly<Record<string, () => Promise<MakeRunner>>> = {
  domainflow: async () => (await import('./domainflow.ts')).makeRunner,
  langgraph: async () => (await import('./langgraph.ts')).makeRunner,
  mastra: async () => (await import('./mastra.ts')).makeRunner,
};
