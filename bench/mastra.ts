import { createStep, createWorkflow } from '@mastra/core/workflows';
import * as z from 'zod';
import { levelsOf } from './dags.ts';
import type { MakeRunner } from './engines.ts';
import { act } from './engines.ts';

/** Mastra: its workflows have no general graphs, so every level of the graph is one `parallel`. */
export const makeRunner: MakeRunner = async (dag, sleepMs, persistence) => {
  const anything = z.any();
  let done = 0;
  const step = (node: string) =>
    createStep({
      id: node,
      inputSchema: anything,
      outputSchema: anything,
      execute: async () => {
        await act(dag, node, sleepMs);
        done += 1;
        return { node };
      },
    });
  const options = persistence ? {} : { options: { shouldPersistSnapshot: () => false } };
  // Its types follow every step; the graphs here are data.
  let workflow = createWorkflow({
    id: 'bench',
    inputSchema: anything,
    outputSchema: anything,
    ...options,
  }) as unknown as {
    then(one: unknown): typeof workflow;
    parallel(many: unknown[]): typeof workflow;
    commit(): Workflow;
  };
  for (const level of levelsOf(dag)) {
    const steps = level.map(step);
    workflow = steps.length === 1 ? workflow.then(steps[0]) : workflow.parallel(steps);
  }
  const committed = workflow.commit();
  return async () => {
    done = 0;
    const run = await committed.createRun();
    const { status } = await run.start({ inputData: {} });
    if (status !== 'success') throw new Error(`Mastra ended with ${status}.`);
    return done;
  };
};
interface Workflow {
  createRun(): Promise<{ start(input: object): Promise<{ status: string }> }>;
}
