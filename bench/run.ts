/** Runs every engine on every graph, one process each, and writes results/<date>.json and RESULTS.md. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { criticalPath, dags, levelsOf } from './dags.ts';
import { engines } from './engines.ts';

interface Measured {
  p50_ms: number;
  p95_ms: number;
  cpu_ms_per_node: number;
  wall_ms_per_node: number;
  heap_kb_kept_per_run: number;
  max_rss_mb: number;
}
interface Row extends Measured {
  dag: string;
  nodes: number;
  depth: number;
  critical_path_ms: number;
  engine: string;
  agents: 'sleeping' | 'empty';
  persistence: 'on' | 'off';
}

const SLEEP_MS = 50;
const here = import.meta.dirname;
const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(`${here}/node_modules/${name}/package.json`, 'utf8')) as { version: string })
    .version;

const measure = (
  engine: string,
  dag: string,
  sleep: number,
  persistence: string,
  rounds: number,
): Measured => {
  const given = [
    '--expose-gc',
    `${here}/measure.ts`,
    engine,
    dag,
    String(sleep),
    persistence,
    String(rounds),
  ];
  return JSON.parse(
    execFileSync(process.execPath, given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  ) as Measured;
};

const loadBefore = loadavg()[0] ?? 0;
const rows: Row[] = [];
for (const persistence of ['off', 'on'] as const)
  for (const agents of ['sleeping', 'empty'] as const)
    for (const dag of dags)
      for (const engine of Object.keys(engines)) {
        const sleep = agents === 'sleeping' ? SLEEP_MS : 0;
        const measured = measure(engine, dag.name, sleep, persistence, agents === 'sleeping' ? 40 : 200);
        const critical_path_ms = criticalPath(dag, sleep);
        rows.push({
          dag: dag.name,
          nodes: dag.nodes.length,
          depth: levelsOf(dag).length,
          critical_path_ms,
          engine,
          agents,
          persistence,
          ...measured,
        });
        process.stderr.write(
          `${persistence} ${agents} ${dag.name} ${engine}: ${measured.p95_ms.toFixed(1)} ms\n`,
        );
      }

const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memory_gib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  load_before: loadBefore,
  load_after: loadavg()[0],
};
const date = new Date().toISOString();
const versions = {
  langgraph: versionOf('@langchain/langgraph'),
  mastra: versionOf('@mastra/core'),
};
mkdirSync(`${here}/results`, { recursive: true });
writeFileSync(
  `${here}/results/${date.slice(0, 10)}.json`,
  `${JSON.stringify({ date, machine, versions, rows }, null, 2)}\n`,
);

const number = (value: number, digits = 1): string => value.toFixed(digits);
const select = (agents: Row['agents'], persistence: Row['persistence']): Row[] =>
  rows.filter((row) => row.agents === agents && row.persistence === persistence);
const sleepingTable = (persistence: Row['persistence']): string[] => [
  '| graph | critical path | allowed p95 | engine | p50 | p95 | p95 / critical path |',
  '| --- | --: | --: | --- | --: | --: | --: |',
  ...select('sleeping', persistence).map((row) => {
    const allowed = 1.05 * row.critical_path_ms + 10 * row.depth;
    return `| ${row.dag} | ${row.critical_path_ms} ms | ${number(allowed)} ms | ${row.engine} | ${number(row.p50_ms)} ms | ${number(row.p95_ms)} ms | ${number(row.p95_ms / row.critical_path_ms, 2)} |`;
  }),
];
const emptyTable = (persistence: Row['persistence']): string[] => [
  '| graph | engine | p50 of a run | wall per node | CPU per node | heap kept per run | peak memory of the process |',
  '| --- | --- | --: | --: | --: | --: | --: |',
  ...select('empty', persistence).map(
    (row) =>
      `| ${row.dag} | ${row.engine} | ${number(row.p50_ms, 2)} ms | ${number(row.wall_ms_per_node, 3)} ms | ${number(row.cpu_ms_per_node, 3)} ms | ${number(row.heap_kb_kept_per_run)} KB | ${number(row.max_rss_mb, 0)} MB |`,
  ),
];
writeFileSync(
  `${here}/RESULTS.md`,
  [
    '# The engine beside LangGraph.js and Mastra',
    '',
    `Measured on ${date} with Node ${process.version} on ${machine.cores} cores (${machine.cpu}), ${machine.memory_gib} GiB; load average ${number(loadBefore)} before, ${number(machine.load_after ?? 0)} after. LangGraph.js ${versions.langgraph}, Mastra ${versions.mastra}. \`npm run bench\` writes this file.`,
    '',
    'Each engine runs each graph in a process of its own: 5 runs to warm up, then 40 with agents that sleep (50 ms each; 100 ms for two of the unbalanced diamond) or 200 with agents that do nothing.',
    'DomainFlow runs with all that it has: lease and renewals, schema validation, limits, deadlines, status events. Mastra has no general graphs; each level of a graph is one `parallel` step.',
    '',
    '## Makespan with sleeping agents, persistence off',
    '',
    ...sleepingTable('off'),
    '',
    '## Makespan with sleeping agents, persistence on',
    '',
    'DomainFlow: its own stores over tables in memory, every record serialised and conditional. LangGraph.js: `MemorySaver`. Mastra: snapshots on, without a storage configured.',
    '',
    ...sleepingTable('on'),
    '',
    '## Overhead with empty agents, persistence off',
    '',
    ...emptyTable('off'),
    '',
    '## Overhead with empty agents, persistence on',
    '',
    ...emptyTable('on'),
    '',
  ].join('\n'),
);
