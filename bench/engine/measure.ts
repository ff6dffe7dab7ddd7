import { setTimeout as sleep } from 'node:timers/promises';
import { GCProfiler, getHeapStatistics } from 'node:v8';
import type { Dag } from './dags.ts';
import { criticalPath, depthOf } from './dags.ts';
import type { Engine, Runner, Work } from './runners/runner.ts';
import { percentile, sum } from './statistics.ts';

export type Persistence = 'off' | 'memory';

/** Milliseconds from the start of a graph to its result. */
export interface Makespan {
  dag: string;
  engine: string;
  criticalPath: number;
  depth: number;
  p50: number;
  p95: number;
}
/** Of graphs whose agents do nothing: microseconds and bytes for each node. */
export interface Overhead {
  dag: string;
  engine: string;
  persistence: Persistence;
  wallP50: number;
  wallP95: number;
  cpu: number;
  allocated: number;
}
/** Bytes that a node at work keeps alive. */
export interface InFlight {
  dag: string;
  engine: string;
  bytes: number;
}

/** Counts the agents that worked; throws unless each did once and the result is the graph's depth. */
async function runChecked(dag: Dag, runner: Runner, worked: () => number): Promise<number> {
  const run = await runner.submit();
  const before = worked();
  const started = performance.now();
  const value = await run();
  const took = performance.now() - started;
  if (value !== depthOf(dag)) throw new Error(`${dag.name}: ${value} is not its depth, ${depthOf(dag)}.`);
  const agents = worked() - before;
  if (agents !== dag.nodes.length) throw new Error(`${dag.name}: ${agents} agents worked.`);
  return took;
}

function prepare(engine: Engine, dag: Dag, persistence: Persistence, work: Work) {
  let count = 0;
  const counting: Work = (id) => {
    count += 1;
    return work(id);
  };
  const runner = engine.prepare(dag, counting, persistence);
  return () => runChecked(dag, runner, () => count);
}

/** Every engine runs every graph once a repetition, one after the other; the first repetition is thrown away. */
export async function measureMakespans(
  engines: readonly Engine[],
  dags: readonly Dag[],
  repetitions: number,
): Promise<Makespan[]> {
  const cases = dags.flatMap((dag) => {
    const durations = new Map(dag.nodes.map(({ id, ms }) => [id, ms]));
    const work: Work = (id) => sleep(durations.get(id));
    return engines.map((engine) => ({
      dag,
      engine: engine.name,
      run: prepare(engine, dag, 'off', work),
      took: [] as number[],
    }));
  });
  for (let repetition = 0; repetition <= repetitions; repetition++)
    for (const { run, took } of cases) {
      const ms = await run();
      if (repetition > 0) took.push(ms);
    }
  return cases.map(({ dag, engine, took }) => ({
    dag: dag.name,
    engine,
    criticalPath: criticalPath(dag),
    depth: depthOf(dag),
    p50: percentile(took, 0.5),
    p95: percentile(took, 0.95),
  }));
}

const usedHeap = (): number => getHeapStatistics().used_heap_size;

/** What `work` allocated: what it left behind, and what the collections in between took away. */
async function allocatedBy(work: () => Promise<void>): Promise<number> {
  const profiler = new GCProfiler();
  const before = usedHeap();
  profiler.start();
  await work();
  const after = usedHeap();
  const collected = profiler
    .stop()
    .statistics.map(({ beforeGC, afterGC }) =>
      Math.max(0, beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize),
    );
  return after - before + sum(collected);
}

const NODES_A_BATCH = 400;
const WARM_UP_BATCHES = 3;

/** Every engine runs a batch of every graph once a round. CPU is the process's own, its collector's threads included. */
export async function measureOverheads(
  engines: readonly Engine[],
  dags: readonly Dag[],
  rounds: number,
  persistence: Persistence,
): Promise<Overhead[]> {
  const cases = dags.flatMap((dag) =>
    engines.map((engine) => ({ dag, engine, wall: [] as number[], cpu: 0, allocated: 0, nodes: 0 })),
  );
  for (let round = -WARM_UP_BATCHES; round < rounds; round++)
    for (const each of cases) {
      const run = prepare(each.engine, each.dag, persistence, () => Promise.resolve());
      const wall: number[] = [];
      const runs = Math.ceil(NODES_A_BATCH / each.dag.nodes.length);
      const cpu = process.cpuUsage();
      const allocated = await allocatedBy(async () => {
        for (let index = 0; index < runs; index++) wall.push((await run()) / each.dag.nodes.length);
      });
      const { user, system } = process.cpuUsage(cpu);
      if (round < 0) continue;
      each.wall.push(...wall);
      each.cpu += user + system;
      each.allocated += allocated;
      each.nodes += runs * each.dag.nodes.length;
    }
  return cases.map(({ dag, engine, wall, cpu, allocated, nodes }) => ({
    dag: dag.name,
    engine: engine.name,
    persistence,
    wallP50: percentile(wall, 0.5) * 1_000,
    wallP95: percentile(wall, 0.95) * 1_000,
    cpu: cpu / nodes,
    allocated: allocated / nodes,
  }));
}

const JOBS_IN_FLIGHT = 20;

/** Bytes that are alive: what waits for finalisers and for the next turns of the event loop is gone after some rounds. */
async function aliveHeap(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Run node with --expose-gc.');
  for (let round = 0; round < 5; round++) {
    await sleep(10);
    gc();
  }
  return usedHeap();
}

/** Runs a graph many times at once, stops all agents of its widest level and looks at what is alive then. */
export async function measureInFlight(
  engine: Engine,
  dag: Dag,
  widest: readonly string[],
): Promise<InFlight> {
  const gate = Promise.withResolvers<void>();
  const full = Promise.withResolvers<void>();
  let waiting = 0;
  const runner = engine.prepare(
    dag,
    (id) => {
      if (!widest.includes(id)) return Promise.resolve();
      waiting += 1;
      if (waiting === widest.length * JOBS_IN_FLIGHT) full.resolve();
      return gate.promise;
    },
    'off',
  );
  const before = await aliveHeap();
  const jobs = Array.from({ length: JOBS_IN_FLIGHT }, async () => (await runner.submit())());
  await full.promise;
  const bytes = ((await aliveHeap()) - before) / waiting;
  gate.resolve();
  await Promise.all(jobs);
  return { dag: dag.name, engine: engine.name, bytes };
}
