import type { Edge } from './domain.ts';

/**
 * Rules of directed graphs whose nodes are agent ids and whose edges point from the dependency to the dependent.
 * Everything here takes time linear in nodes plus edges and recurses nowhere. An edge's ends need not be listed as nodes.
 */
export interface Graph {
  readonly nodes: readonly string[];
  readonly edges: readonly Edge[];
}

/** Node to its neighbours, each neighbour once, in the order of the edges. */
export type Adjacency = ReadonlyMap<string, readonly string[]>;

function adjacency({ nodes, edges }: Graph, key: 'from' | 'to', value: 'from' | 'to'): Adjacency {
  const neighbours = new Map<string, Set<string>>(nodes.map((node) => [node, new Set()]));
  for (const edge of edges) {
    for (const end of [edge.from, edge.to]) if (!neighbours.has(end)) neighbours.set(end, new Set());
    neighbours.get(edge[key])?.add(edge[value]);
  }
  return new Map([...neighbours].map(([node, set]) => [node, [...set]]));
}

/** Node to the nodes that need it. */
export const dependentsOf = (graph: Graph): Adjacency => adjacency(graph, 'from', 'to');

/** Node to the nodes that it needs. */
export const dependenciesOf = (graph: Graph): Adjacency => adjacency(graph, 'to', 'from');

interface Frame {
  readonly node: string;
  next: number;
}

/** Depth-first from one node; the path of a cycle when one is reachable. `finished` collects what is known to be free of cycles. */
function cycleFrom(start: string, dependents: Adjacency, finished: Set<string>): string[] | undefined {
  const path: Frame[] = [{ node: start, next: 0 }];
  const onPath = new Set([start]);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = dependents.get(top.node)?.[top.next++];
    if (next === undefined) {
      path.pop();
      onPath.delete(top.node);
      finished.add(top.node);
    } else if (onPath.has(next)) {
      const nodes = path.map(({ node }) => node);
      return [...nodes.slice(nodes.indexOf(next)), next];
    } else if (!finished.has(next)) {
      path.push({ node: next, next: 0 });
      onPath.add(next);
    }
  }
  return undefined;
}

/**
 * The path of one cycle along the edges, first node repeated at the end (`['a', 'b', 'a']`); undefined when there is none.
 * An edge from a node to itself is a cycle.
 */
export function findCycle(nodes: readonly string[], edges: readonly Edge[]): string[] | undefined {
  const dependents = dependentsOf({ nodes, edges });
  const finished = new Set<string>();
  for (const node of dependents.keys()) {
    const cycle = finished.has(node) ? undefined : cycleFrom(node, dependents, finished);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Kahn's order: every node after all that it needs, ties in the order of listing. Nodes on or behind a cycle are left out. */
export function topologicalOrder(graph: Graph): string[] {
  const dependents = dependentsOf(graph);
  const waiting = new Map([...dependenciesOf(graph)].map(([node, needs]) => [node, needs.length]));
  const order = [...waiting].filter(([, needs]) => needs === 0).map(([node]) => node);
  for (let index = 0; index < order.length; index++) {
    for (const dependent of dependents.get(order[index] ?? '') ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}

/** Everything that can be reached along `neighbours` from the start nodes, these included, nearest first. */
export function reachable(start: Iterable<string>, neighbours: Adjacency): Set<string> {
  const reached = new Set(start);
  for (const node of reached) for (const next of neighbours.get(node) ?? []) reached.add(next);
  return reached;
}
