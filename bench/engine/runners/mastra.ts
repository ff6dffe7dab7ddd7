import { Mastra } from '@mastra/core';
import { InMemoryStore } from '@mastra/core/storage';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import * as z from 'zod';
import type { Dag } from '../dags.ts';
import { levelsOf, upstreamOf } from '../dags.ts';
import { valueAfter } from './runner.ts';
import type { Engine, Work } from './runner.ts';

const anything = z.any();
const schemas = { inputSchema: anything, outputSchema: anything };

/** The values in what a step is given: one step's output, or those of parallel steps by their ids. */
const valuesIn = (given: Record<string, unknown>): number[] =>
  typeof given['value'] === 'number'
    ? [given['value']]
    : Object.values(given).map((output) => (output as { value: number }).value);

const makeStep = (id: string, work: Work, upstream?: readonly string[]) =>
  createStep({
    id,
    ...schemas,
    execute: async ({ inputData, getStepResult }) => {
      await work(id);
      const needed = upstream?.map((need) => (getStepResult(need as any) as { value: number }).value);
      return { value: valueAfter(needed ?? valuesIn(inputData as Record<string, unknown>)) };
    },
  });

/** The workflow's own operators are sequence, parallel block and nesting: there are no edges. */
function build(dag: Dag, work: Work, options: object): any {
  const workflow = (id: string): any => createWorkflow({ id, ...schemas, options });
  if (dag.branches !== undefined) {
    const branches = dag.branches.map((names, index) =>
      names.reduce((path, id) => path.then(makeStep(id, work)), workflow(`branch-${index}`)).commit(),
    );
    return workflow('dag')
      .then(makeStep('source', work))
      .parallel(branches)
      .then(makeStep('join', work))
      .commit();
  }
  const upstream = upstreamOf(dag);
  const step = (id: string) => makeStep(id, work, upstream.get(id));
  return levelsOf(dag)
    .reduce(
      (flow, level) =>
        level.length === 1 ? flow.then(step(level[0] ?? '')) : flow.parallel(level.map(step)),
      workflow('dag'),
    )
    .commit();
}

/** Branches of a diamond are nested workflows; any other graph becomes its levels, one after the other. */
export const mastra: Engine = {
  name: 'Mastra',
  prepare: (dag, work, persistence) => {
    const off = { shouldPersistSnapshot: () => false };
    const options = { validateInputs: false, ...(persistence === 'off' && off) };
    const built = build(dag, work, options);
    const storage = new InMemoryStore();
    const { dag: workflow } = new Mastra({
      workflows: { dag: built },
      storage,
      logger: false,
    }).listWorkflows();
    return {
      submit: async () => {
        const run = await (workflow as any).createRun();
        return async () => {
          const result = await run.start({ inputData: { value: 0 } });
          if (result.status !== 'success') throw new Error(`Mastra: ${result.status}`, { cause: result });
          return Math.max(...valuesIn(result.result));
        };
      },
    };
  },
};
