/** The graphs that every engine runs. Edges point from the dependency to the dependent. */
export interface Dag {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly edges: readonly { from: string; to: string }[];
  /** Milliseconds that a node sleeps, by node; the others sleep the common time. */
  readonly slow?: Readonly<Record<string, number>>;
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);

const chain = (count: number): Dag => {
  const nodes = names(count);
  const edges = nodes.slice(1).map((to, index) => ({ from: `n${index}`, to }));
  return { name: `chain ${count}`, nodes, edges };
};

/** One root, `count` side by side. */
const fanOut = (count: number): Dag => {
  const nodes = names(count + 1);
  return { name: `fan-out ${count}`, nodes, edges: nodes.slice(1).map((to) => ({ from: 'n0', to })) };
};

/** A long branch of quick nodes beside a short branch of slow ones: waves would wait for both at every step. */
const diamond: Dag = {
  name: 'unbalanced diamond',
  nodes: ['root', 'a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'join'],
  edges: [
    { from: 'root', to: 'a1' },
    { from: 'a1', to: 'a2' },
    { from: 'a2', to: 'a3' },
    { from: 'a3', to: 'a4' },
    { from: 'root', to: 'b1' },
    { from: 'b1', to: 'b2' },
    { from: 'a4', to: 'join' },
    { from: 'b2', to: 'join' },
  ],
  slow: { a1: 100, b2: 100 },
};

/** mulberry32, so that the graph is the same in every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every node but the first few needs one to three of the twenty before it. */
function random(count: number): Dag {
  const nodes = names(count);
  const next = makeRandom(42);
  const edges = nodes.flatMap((to, index) => {
    if (index < 5) return [];
    const needs = new Set(
      Array.from(
        { length: 1 + Math.floor(next() * 3) },
        () => index - 1 - Math.floor(next() * Math.min(20, index)),
      ),
    );
    return [...needs].map((need) => ({ from: `n${need}`, to }));
  });
  return { name: `random ${count}`, nodes, edges };
}

export const dags: readonly Dag[] = [chain(10), fanOut(11), fanOut(50), diamond, random(100)];

export const sleepOf = ({ slow }: Dag, node: string, common: number): number =>
  common === 0 ? 0 : (slow?.[node] ?? common);

/** Nodes by depth: each level needs only earlier ones. Engines without graphs run level by level. */
export function levelsOf({ nodes, edges }: Dag): string[][] {
  const depth = new Map<string, number>(nodes.map((node) => [node, 0]));
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to } of edges) {
      const least = (depth.get(from) ?? 0) + 1;
      if ((depth.get(to) ?? 0) >= least) continue;
      depth.set(to, least);
      changed = true;
    }
  }
  const levels: string[][] = [];
  for (const [node, level] of depth) (levels[level] ??= []).push(node);
  return levels;
}

/** The longest chain, in milliseconds of sleep. */
export function criticalPath(dag: Dag, common: number): number {
  const ends = new Map<string, number>();
  for (const level of levelsOf(dag)) {
    for (const node of level) {
      const needs = dag.edges.filter(({ to }) => to === node).map(({ from }) => ends.get(from) ?? 0);
      ends.set(node, Math.max(0, ...needs) + sleepOf(dag, node, common));
    }
  }
  return Math.max(...ends.values());
}
