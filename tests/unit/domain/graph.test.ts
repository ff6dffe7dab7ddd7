import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import {
  dependenciesOf,
  dependentsOf,
  findCycle,
  reachable,
  topologicalOrder,
} from '../../../lib/domain/graph.ts';

const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
const anyEdges = fc.array(fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...names) }), {
  maxLength: 40,
});
const forwardEdges = anyEdges.map((edges) =>
  edges.filter(({ from, to }) => names.indexOf(from) < names.indexOf(to)),
);

/** How often maps and sets are asked while something runs; a measure of work that no busy machine distorts. */
function countLooks<T>(run: () => T): { looks: number; result: T } {
  const spies = [
    jest.spyOn(Map.prototype, 'get'),
    jest.spyOn(Map.prototype, 'has'),
    jest.spyOn(Set.prototype, 'has'),
    jest.spyOn(Set.prototype, 'add'),
  ];
  try {
    const result = run();
    return { result, looks: spies.reduce((sum, { mock }) => sum + mock.calls.length, 0) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('findCycle', () => {
  it('names the whole path and repeats the first node', () => {
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'b' },
    ];
    expect(findCycle(['a', 'b', 'c'], edges)).toEqual(['b', 'c', 'b']);
  });

  it('takes an edge to itself for a cycle', () => {
    expect(findCycle(['a'], [{ from: 'a', to: 'a' }])).toEqual(['a', 'a']);
  });

  it('finds none where every edge goes forward', () => {
    fc.assert(fc.property(forwardEdges, (edges) => findCycle(names, edges) === undefined));
  });

  it('answers only paths that exist, and answers one exactly when no complete order exists', () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        const cycle = findCycle(names, edges);
        const complete = topologicalOrder({ nodes: names, edges }).length === names.length;
        expect(cycle === undefined).toBe(complete);
        cycle?.slice(1).forEach((to, index) => expect(edges).toContainEqual({ from: cycle[index], to }));
        expect(cycle?.at(0)).toBe(cycle?.at(-1));
      }),
    );
  });

  it('names the whole path in graphs of 200 nodes, and looks at each node and edge a few times at most', () => {
    const many = Array.from({ length: 200 }, (_, index) => `n${index}`);
    const forward = fc
      .tuple(fc.nat(199), fc.nat(199))
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ from: `n${from}`, to: `n${to}` }));
    const circle = fc.shuffledSubarray(many, { minLength: 2 });
    fc.assert(
      fc.property(fc.array(forward, { maxLength: 3_000 }), circle, (edges, members) => {
        const closing = members.map((from, index) => ({ from, to: members[(index + 1) % members.length]! }));
        const all = [...edges, ...closing];
        const { looks, result: path } = countLooks(() => findCycle(many, all));

        expect(looks).toBeLessThanOrEqual(8 * (many.length + all.length));
        expect(path?.at(0)).toBe(path?.at(-1));
        expect(new Set(path).size).toBe((path?.length ?? 0) - 1);
        const known = new Set(all.map(({ from, to }) => `${from}>${to}`));
        path?.slice(1).forEach((to, index) => expect(known).toContain(`${path[index]}>${to}`));
        expect(findCycle(many, edges)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('walks 100,000 nodes in a row without exhausting the stack', () => {
    const nodes = Array.from({ length: 100_000 }, (_, index) => String(index));
    const edges = nodes.slice(1).map((to, index) => ({ from: String(index), to }));
    expect(findCycle(nodes, edges)).toBeUndefined();
    expect(findCycle(nodes, [...edges, { from: '99999', to: '0' }])).toHaveLength(100_001);
  });
});

describe('topologicalOrder', () => {
  it('puts every node after all that it needs', () => {
    fc.assert(
      fc.property(forwardEdges, fc.shuffledSubarray(names, { minLength: names.length }), (edges, nodes) => {
        const order = topologicalOrder({ nodes, edges });
        expect([...order].sort()).toEqual([...names].sort());
        for (const { from, to } of edges) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
      }),
    );
  });
});

describe('adjacency', () => {
  const graph = {
    nodes: ['a', 'b', 'c'],
    edges: [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'b' },
      { from: 'b', to: 'd' },
    ],
  };

  it('lists each neighbour once and knows ends that are not listed as nodes', () => {
    expect(dependentsOf(graph).get('a')).toEqual(['b']);
    expect(dependenciesOf(graph).get('d')).toEqual(['b']);
    expect(dependenciesOf(graph).get('c')).toEqual([]);
  });

  it('reaches everything downstream', () => {
    expect([...reachable(['a'], dependentsOf(graph))]).toEqual(['a', 'b', 'd']);
  });
});
