/** A directed graph of agents. An edge points from the dependency to the dependent; `ms` is how long an agent works. */
export interface Dag {
  readonly name: string;
  readonly nodes: readonly { readonly id: string; readonly ms: number }[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Paths side by side between the first node and the last one, for engines that know no other shape. */
  readonly branches?: readonly (readonly string[])[];
}

const STEP_MS = 50;
const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
const sleeping = (names: readonly string[], ms = STEP_MS) => names.map((id) => ({ id, ms }));
const path = (names: readonly string[]): [string, string][] =>
  names.slice(1).map((to, index) => [names[index] ?? '', to]);

function chain(length: number): Dag {
  const names = ids('n', length);
  return { name: `chain ${length}`, nodes: sleeping(names), edges: path(names) };
}

/** One agent, `width` agents that need it, one that needs them all. */
function fanOut(width: number): Dag {
  const leaves = ids('leaf', width);
  const edges = leaves.flatMap((leaf): [string, string][] => [
    ['source', leaf],
    [leaf, 'join'],
  ]);
  return { name: `fan-out ${width}`, nodes: sleeping(['source', ...leaves, 'join']), edges };
}

/** One agent on one side, five on the other; `shortMs` is how long the one works. */
function diamond(name: string, shortMs: number): Dag {
  const long = ids('long', 5);
  return {
    name,
    nodes: [...sleeping(['source', ...long, 'join']), { id: 'short', ms: shortMs }],
    edges: [...path(['source', ...long, 'join']), ...path(['source', 'short', 'join'])],
    branches: [long, ['short']],
  };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every agent but the first five needs one to three of those before it. */
function random(size: number, seed: number): Dag {
  const next = seeded(seed);
  const names = ids('r', size);
  const edges = names.slice(5).flatMap((to, index): [string, string][] => {
    const needs = new Set(ids('', 1 + Math.floor(next() * 3)).map(() => Math.floor(next() * (index + 5))));
    return [...needs].map((need) => [names[need] ?? '', to]);
  });
  return { name: `random ${size}`, nodes: sleeping(names), edges };
}

export const dags: readonly Dag[] = [
  chain(10),
  fanOut(11),
  fanOut(50),
  diamond('unbalanced diamond', STEP_MS),
  diamond('diamond, one slow agent', 5 * STEP_MS),
  random(100, 20_260_101),
];

export function upstreamOf({ nodes, edges }: Dag): Map<string, string[]> {
  const upstream = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const [from, to] of edges) upstream.get(to)?.push(from);
  return upstream;
}

/** For every node the largest sum of `weight` over a path that ends at it. */
function longest(dag: Dag, weight: (ms: number) => number): Map<string, number> {
  const upstream = upstreamOf(dag);
  const found = new Map<string, number>();
  const visit = (id: string): number => {
    const known = found.get(id);
    if (known !== undefined) return known;
    const own = weight(dag.nodes.find((node) => node.id === id)?.ms ?? 0);
    const value = own + Math.max(0, ...(upstream.get(id) ?? []).map(visit));
    found.set(id, value);
    return value;
  };
  for (const { id } of dag.nodes) visit(id);
  return found;
}

/** Milliseconds that the longest path takes when nothing but the agents takes time. */
export const criticalPath = (dag: Dag): number => Math.max(...longest(dag, (ms) => ms).values());
/** Agents on the longest path by count. */
export const depthOf = (dag: Dag): number => Math.max(...longest(dag, () => 1).values());

/** Nodes by their depth: each level needs only those before it. */
export function levelsOf(dag: Dag): string[][] {
  const levels: string[][] = [];
  for (const [id, depth] of longest(dag, () => 1)) (levels[depth - 1] ??= []).push(id);
  return levels;
}
