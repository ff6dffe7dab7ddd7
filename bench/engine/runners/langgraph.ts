import { Annotation, END, MemorySaver, START, StateGraph } from '@langchain/langgraph';
import { depthOf, upstreamOf } from '../dags.ts';
import { valueAfter } from './runner.ts';
import type { Engine } from './runner.ts';

type Values = Readonly<Record<string, number>>;

const State = Annotation.Root({
  request: Annotation<string>(),
  values: Annotation<Values>({ reducer: (all, some) => ({ ...all, ...some }), default: () => ({}) }),
});

/**
 * One channel of all values with a merging reducer: measured to be faster here than one channel an agent. An edge from
 * several nodes waits for all of them.
 */
export const langgraph: Engine = {
  name: 'LangGraph.js',
  prepare: (dag, work, persistence) => {
    const needed = new Set(dag.edges.map(([from]) => from));
    // The builder wants the names of all nodes as literal types; here they are known only at run time.
    const graph = new StateGraph(State) as any;
    for (const [id, needs] of upstreamOf(dag)) {
      graph.addNode(id, async ({ values }: { values: Values }) => {
        await work(id);
        return { values: { [id]: valueAfter(needs.map((need) => values[need] ?? Number.NaN)) } };
      });
    }
    for (const [id, needs] of upstreamOf(dag)) {
      graph.addEdge(needs.length === 0 ? START : needs.length === 1 ? needs[0] : needs, id);
      if (!needed.has(id)) graph.addEdge(id, END);
    }
    const app = graph.compile(persistence === 'memory' ? { checkpointer: new MemorySaver() } : {});
    const recursionLimit = depthOf(dag) + 5;
    let thread = 0;
    return {
      submit: async () => {
        const configurable = { thread_id: `thread-${(thread += 1)}` };
        return async () => {
          const { values } = await app.invoke({ request: 'How deep?' }, { recursionLimit, configurable });
          return Math.max(...Object.values<number>(values));
        };
      },
    };
  },
};
