import { spawnSync } from 'node:child_process';
import { percentile } from '../../scripts/support/measuring.ts';

const probe = `
const cpu = process.cpuUsage();
const started = performance.now();
require(process.argv[1]);
const wall = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }));
`;

/** Milliseconds. `cpu` is what the process itself used: it stays the same while others use the machine. */
export interface Import {
  readonly wall: number;
  readonly cpu: number;
}

/** What importing a bundle takes in a process that has imported nothing else. */
export function importOnce(node: string, bundle: string, env: Record<string, string>): Import {
  const { status, stdout, stderr } = spawnSync(node, ['-e', probe, bundle], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${bundle} does not load: ${stderr}`);
  return JSON.parse(stdout) as Import;
}

export interface Summary {
  readonly p50: number;
  readonly p95: number;
  readonly cpu: number;
}

const summarise = (imports: readonly Import[]): Summary => {
  const walls = imports.map(({ wall }) => wall);
  const cpu = percentile(
    imports.map((each) => each.cpu),
    0.5,
  );
  return { p50: percentile(walls, 0.5), p95: percentile(walls, 0.95), cpu };
};

/** A bundle, and what it is compared with. */
export interface Pair {
  readonly bundle: string;
  readonly floor: string;
}

/**
 * Measures all pairs in rounds, a bundle right after its floor, so that whatever else the machine does falls on both
 * alike. The first round warms the file cache and is thrown away.
 */
export function measure(
  node: string,
  pairs: ReadonlyMap<string, Pair>,
  rounds: number,
  env: Record<string, string>,
): Map<string, { own: Summary; floor: Summary }> {
  const times = new Map(
    [...pairs.keys()].map((name) => [name, { own: [] as Import[], floor: [] as Import[] }]),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { bundle, floor }] of pairs) {
      const base = importOnce(node, floor, env);
      const own = importOnce(node, bundle, env);
      if (round === 0) continue;
      times.get(name)?.floor.push(base);
      times.get(name)?.own.push(own);
    }
  }
  return new Map(
    [...times].map(([name, { own, floor }]) => [name, { own: summarise(own), floor: summarise(floor) }]),
  );
}
