import type { InFlight, Makespan, Overhead } from './measure.ts';

export interface Results {
  date: string;
  machine: string;
  node: string;
  /** One-minute load average of the machine at the start and at the end. */
  load: { before: number; after: number };
  versions: Record<string, string>;
  repetitions: number;
  rounds: number;
  makespans: Makespan[];
  overheads: Overhead[];
  inFlight: InFlight[];
}

const product = 'DomainFlow';
const peer = 'LangGraph.js';
export const allowed = ({ criticalPath, depth }: Makespan): number => 1.05 * criticalPath + 10 * depth;
const MAX_CPU_A_NODE = 1_000;

/** Every bar with what was measured. */
export function barsOf({ makespans, overheads }: Results) {
  const own = <Row extends { engine: string }>(rows: readonly Row[]) =>
    rows.filter(({ engine }) => engine === product);
  const peerOf = ({ dag, persistence }: Overhead) =>
    overheads.find((row) => row.engine === peer && row.dag === dag && row.persistence === persistence);
  return [
    ...own(makespans).map((row) => ({
      bar: `${row.dag}: p95 makespan at most ${allowed(row).toFixed(0)} ms`,
      measured: `${row.p95.toFixed(0)} ms`,
      held: row.p95 <= allowed(row),
    })),
    ...own(overheads).flatMap((row) => {
      const other = peerOf(row);
      const where = `${row.dag}, persistence ${row.persistence}`;
      return [
        {
          bar: `${where}: CPU at most ${MAX_CPU_A_NODE} µs a node`,
          measured: `${row.cpu.toFixed(0)} µs`,
          held: row.cpu <= MAX_CPU_A_NODE,
        },
        {
          bar: `${where}: wall and CPU a node below ${peer}`,
          measured: `${row.wallP50.toFixed(0)} and ${row.cpu.toFixed(0)} µs, ${peer} ${other?.wallP50.toFixed(0)} and ${other?.cpu.toFixed(0)} µs`,
          held: other !== undefined && row.wallP50 < other.wallP50 && row.cpu < other.cpu,
        },
      ];
    }),
  ];
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index < 2 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const makespanTable = (rows: readonly Makespan[]): string =>
  table(
    ['graph', 'engine', 'critical path, ms', 'p50, ms', 'p95, ms', 'p50 / path', 'p95 / path', 'allowed, ms'],
    rows.map((row) => [
      row.dag,
      row.engine,
      `${row.criticalPath}`,
      row.p50.toFixed(0),
      row.p95.toFixed(0),
      (row.p50 / row.criticalPath).toFixed(3),
      (row.p95 / row.criticalPath).toFixed(3),
      allowed(row).toFixed(0),
    ]),
  );

const overheadTable = (rows: readonly Overhead[]): string =>
  table(
    ['graph', 'engine', 'wall p50, µs a node', 'wall p95', 'CPU, µs a node', 'allocated, KB a node'],
    rows.map((row) => [
      row.dag,
      row.engine,
      row.wallP50.toFixed(0),
      row.wallP95.toFixed(0),
      row.cpu.toFixed(0),
      (row.allocated / 1_024).toFixed(1),
    ]),
  );

const inFlightTable = (rows: readonly InFlight[]): string =>
  table(
    ['graph', 'engine', 'alive, KB an agent at work'],
    rows.map((row) => [row.dag, row.engine, (row.bytes / 1_024).toFixed(1)]),
  );

export function toMarkdown(results: Results): string {
  const { date, machine, node, load, versions, makespans, overheads, inFlight } = results;
  const bars = barsOf(results);
  const missed = bars.filter(({ held }) => !held);
  const of = (persistence: Overhead['persistence']) =>
    overheads.filter((row) => row.persistence === persistence);
  return [
    '# The engine beside LangGraph.js and Mastra',
    `${date}, ${machine}, Node ${node}; ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(
        ', ',
      )}. Load average ${load.before.toFixed(1)} at the start, ${load.after.toFixed(1)} at the end: above the ` +
      'number of cores, other work shared the machine, and only ratios within this run mean something.',
    'How it is measured, and what each engine was asked to do: README.md.',
    `${bars.length - missed.length} of ${bars.length} bars are held.`,
    ...missed.map(({ bar, measured }) => `- Missed: ${bar}; measured ${measured}`),
    '## Makespan with agents that sleep',
    `${results.repetitions} repetitions, persistence off. Agents sleep 50 ms, the slow one 250 ms. Allowed for ${product}'s p95: ` +
      '1.05 x critical path + 10 ms x depth.',
    makespanTable(makespans),
    '## Overhead of a node with agents that do nothing, persistence off',
    `${results.rounds} rounds.`,
    overheadTable(of('off')),
    '## The same, every step kept in memory',
    overheadTable(of('memory')),
    '## Memory of agents at work',
    inFlightTable(inFlight),
    '',
  ].join('\n\n');
}
