/**
 * `npm run bench:engine [-- --repetitions 20] [--rounds 10] [--write] [--check]`: see README.md. `--write` keeps the
 * results beside this file, `--check` exits 1 when a bar is missed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { dags, levelsOf } from './dags.ts';
import { measureInFlight, measureMakespans, measureOverheads } from './measure.ts';
import type { InFlight } from './measure.ts';
import { barsOf, toMarkdown } from './report.ts';
import type { Results } from './report.ts';
import { domainflow } from './runners/domainflow.ts';
import { langgraph } from './runners/langgraph.ts';
import { mastra } from './runners/mastra.ts';
import { promises } from './runners/promises.ts';

const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const load = (): number => loadavg()[0] ?? Number.NaN;
const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(join(import.meta.dirname, 'node_modules', name, 'package.json'), 'utf8')) as {
      version: string;
    }
  ).version;

const engines = [domainflow, langgraph, mastra];
const repetitions = Number(values.repetitions);
const rounds = Number(values.rounds);
const before = load();

const overheads = [
  ...(await measureOverheads(engines, dags, rounds, 'off')),
  ...(await measureOverheads(engines, dags, rounds, 'memory')),
];
const inFlight: InFlight[] = [];
for (const dag of dags.filter(({ name }) => name === 'fan-out 50'))
  for (const engine of engines) {
    const widest = levelsOf(dag).reduce((a, b) => (b.length > a.length ? b : a));
    inFlight.push(await measureInFlight(engine, dag, widest));
  }
const makespans = await measureMakespans([promises, ...engines], dags, repetitions);

const results: Results = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  load: { before, after: load() },
  versions: Object.fromEntries(
    ['@langchain/langgraph', '@langchain/core', '@mastra/core'].map((name) => [name, versionOf(name)]),
  ),
  repetitions,
  rounds,
  makespans,
  overheads,
  inFlight,
};
const markdown = toMarkdown(results);
console.log(markdown);
if (values.write) {
  writeFileSync(join(import.meta.dirname, 'results.md'), await format(markdown, { parser: 'markdown' }));
  writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
}
process.exitCode = values.check && barsOf(results).some(({ held }) => !held) ? 1 : 0;
