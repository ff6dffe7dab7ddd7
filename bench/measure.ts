/** Measures one engine on one graph in a process of its own: `measure.ts <engine> <dag> <sleep ms> <persistence> <rounds>`. */
import { setTimeout as delay } from 'node:timers/promises';
import { dags } from './dags.ts';
import { engines } from './engines.ts';

const [engine = '', dagName = '', sleep = '0', persistence = 'off', roundsText = '20'] =
  process.argv.slice(2);
const dag = dags.find(({ name }) => name === dagName);
const load = engines[engine];
if (dag === undefined || load === undefined) throw new Error(`No ${engine} or no ${dagName}.`);
const [sleepMs, rounds] = [Number(sleep), Number(roundsText)];
const run = await (await load())(dag, sleepMs, persistence === 'on');

/** In several turns of the event loop, because what weak references have touched lives until its turn ends. */
const collect = async (): Promise<number> => {
  for (let turn = 0; turn < 5; turn++) {
    await delay(10);
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
};
for (let warm = 0; warm < 5; warm++)
  if ((await run()) !== dag.nodes.length) throw new Error('Nodes are missing.');
const heapBefore = await collect();
const cpuBefore = process.cpuUsage();
const times: number[] = [];
for (let round = 0; round < rounds; round++) {
  const started = performance.now();
  await run();
  times.push(performance.now() - started);
}
const { user, system } = process.cpuUsage(cpuBefore);
times.sort((a, b) => a - b);
const at = (share: number): number =>
  times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
process.stdout.write(
  JSON.stringify({
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    cpu_ms_per_node: (user + system) / 1_000 / rounds / dag.nodes.length,
    wall_ms_per_node: at(0.5) / dag.nodes.length,
    heap_kb_kept_per_run: Math.max(0, (await collect()) - heapBefore) / 1_024 / rounds,
    max_rss_mb: process.resourceUsage().maxRSS / 1_024,
  }),
);
process.exit(0);
