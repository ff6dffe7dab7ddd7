import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Edge, NodeSettings } from '../../../lib/domain/domain.ts';
import { dependentsOf, reachable } from '../../../lib/domain/graph.ts';
import { decide, isFatal, prepareGraph } from '../../../lib/engine/decide.ts';
import type { PreparedGraph } from '../../../lib/engine/decide.ts';
import type { AgentRun } from '../../../lib/domain/run.ts';

type Status = AgentRun['status'];
interface Story {
  nodes: string[];
  edges: Edge[];
  fails: Set<string>;
  settings: Map<string, NodeSettings>;
  /** Which of the running agents ends next. */
  picks: number[];
}

const story: fc.Arbitrary<Story> = fc
  .record({
    size: fc.integer({ min: 1, max: 12 }),
    pairs: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
    fails: fc.array(fc.nat(11), { maxLength: 4 }),
    tolerated: fc.array(fc.nat(11), { maxLength: 4 }),
    picks: fc.infiniteStream(fc.nat(11)).map((stream) => [...stream.take(40)]),
  })
  .map(({ size, pairs, fails, tolerated, picks }) => ({
    nodes: Array.from({ length: size }, (_, index) => `n${index}`),
    edges: pairs
      .filter(([from, to]) => from < to && to < size)
      .map(([from, to]) => ({ from: `n${from}`, to: `n${to}` })),
    fails: new Set(fails.map((index) => `n${index}`)),
    settings: new Map(tolerated.map((index) => [`n${index}`, { on_error: 'continue' as const }])),
    picks,
  }));

/** Plays a story to its end, agents ending in any order, and calls `onStart` at every start. */
function play(
  { nodes, edges, fails, settings, picks }: Story,
  onStart: (agentId: string, recorded: Map<string, { status: Status }>, graph: PreparedGraph) => void = () =>
    undefined,
) {
  const graph = prepareGraph({ nodes, edges }, settings);
  const recorded = new Map<string, { status: Status }>();
  const running: string[] = [];
  const skips: { agentId: string; cause: string }[] = [];
  for (let step = 0; step < 1_000; step++) {
    const decision = decide(graph, recorded, new Set(running));
    for (const skip of decision.skip) {
      recorded.set(skip.agentId, { status: 'skipped' });
      skips.push(skip);
    }
    for (const agentId of decision.start) {
      onStart(agentId, recorded, graph);
      running.push(agentId);
    }
    if (decision.done) return { graph, recorded, skips };
    if (running.length > 0) {
      const [ended = ''] = running.splice((picks[step % picks.length] ?? 0) % running.length, 1);
      recorded.set(ended, { status: fails.has(ended) ? 'error' : 'success' });
    }
  }
  throw new Error('The story did not end.');
}

describe('decide', () => {
  it('comes to an end with every agent on record, whatever the order in which agents end', () => {
    fc.assert(
      fc.property(story, (told) => {
        expect([...play(told).recorded.keys()].sort()).toEqual([...told.nodes].sort());
      }),
    );
  });

  it('starts no agent before all that it needs has ended, and none twice', () => {
    fc.assert(
      fc.property(story, (told) => {
        const started = new Set<string>();
        play(told, (agentId, recorded, graph) => {
          expect(started.has(agentId)).toBe(false);
          started.add(agentId);
          for (const need of graph.dependencies.get(agentId) ?? []) expect(recorded.has(need)).toBe(true);
        });
      }),
    );
  });

  it('skips exactly what lies behind a failure that is not tolerated, and names a failed agent as the cause', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { graph, recorded, skips } = play(told);
        const fatal = [...recorded].filter(([id, run]) => isFatal(graph, id, run)).map(([id]) => id);
        const behind = reachable(fatal, dependentsOf(told));
        const expected = [...behind].filter((id) => !fatal.includes(id)).sort();
        expect(skips.map(({ agentId }) => agentId).sort()).toEqual(expected);
        for (const { cause } of skips) expect(fatal).toContain(cause);
      }),
    );
  });

  it('starts at once everything that can start', () => {
    fc.assert(
      fc.property(story, (told) => {
        const graph = prepareGraph(told);
        const roots = told.nodes.filter((node) => (graph.dependencies.get(node) ?? []).length === 0);
        expect(decide(graph, new Map(), new Set()).start.sort()).toEqual(roots.sort());
      }),
    );
  });

  it('does not wait for an unrelated branch', () => {
    const graph = prepareGraph({ nodes: ['a', 'b', 'slow'], edges: [{ from: 'a', to: 'b' }] });
    const recorded = new Map([['a', { status: 'success' as const }]]);
    expect(decide(graph, recorded, new Set(['slow']))).toEqual({ start: ['b'], skip: [], done: false });
  });

  it('skips dependents at once, while other branches go on', () => {
    const graph = prepareGraph({ nodes: ['a', 'b', 'slow'], edges: [{ from: 'a', to: 'b' }] });
    const recorded = new Map([['a', { status: 'error' as const }]]);
    expect(decide(graph, recorded, new Set(['slow']))).toEqual({
      start: [],
      skip: [{ agentId: 'b', cause: 'a' }],
      done: false,
    });
  });
});
