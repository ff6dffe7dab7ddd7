import { Annotation, MemorySaver, START, StateGraph } from '@langchain/langgraph';
import type { MakeRunner } from './engines.ts';
import { act } from './engines.ts';

/** LangGraph.js: one node a graph node; a node with several dependencies is a join of them. */
export const makeRunner: MakeRunner = async (dag, sleepMs, persistence) => {
  const State = Annotation.Root({
    outputs: Annotation<Record<string, string>>({
      reducer: (before, after) => ({ ...before, ...after }),
      default: () => ({}),
    }),
  });
  // Its types name every node; the graphs here are data.
  const graph = new StateGraph(State) as unknown as {
    addNode(name: string, run: () => Promise<unknown>): void;
    addEdge(from: string | string[], to: string): void;
    compile(options: object): { invoke(input: object, options: object): Promise<{ outputs: object }> };
  };
  for (const node of dag.nodes)
    graph.addNode(node, async () => ({ outputs: { [node]: await act(dag, node, sleepMs) } }));
  for (const node of dag.nodes) {
    const needs = dag.edges.filter(({ to }) => to === node).map(({ from }) => from);
    if (needs.length === 0) graph.addEdge(START, node);
    else graph.addEdge(needs.length === 1 ? needs[0]! : needs, node);
  }
  const app = graph.compile(persistence ? { checkpointer: new MemorySaver() } : {});
  let thread = 0;
  return async () => {
    const options = { recursionLimit: 1_000, configurable: { thread_id: String((thread += 1)) } };
    return Object.keys((await app.invoke({}, options)).outputs).length;
  };
};
