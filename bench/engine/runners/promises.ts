import { upstreamOf } from '../dags.ts';
import { valueAfter } from './runner.ts';
import type { Engine } from './runner.ts';

/** No engine at all: one promise an agent. What timers and the machine's load cost by themselves. */
export const promises: Engine = {
  name: 'bare promises',
  prepare: (dag, work) => {
    const upstream = upstreamOf(dag);
    return {
      submit: async () => async () => {
        const values = new Map<string, Promise<number>>();
        const valueOf = (id: string): Promise<number> => {
          const known = values.get(id);
          if (known !== undefined) return known;
          const value = Promise.all((upstream.get(id) ?? []).map(valueOf)).then(async (needed) => {
            await work(id);
            return valueAfter(needed);
          });
          values.set(id, value);
          return value;
        };
        return Math.max(...(await Promise.all(dag.nodes.map(({ id }) => valueOf(id)))));
      },
    };
  },
};
