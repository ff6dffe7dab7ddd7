/**
 * `npm run bench:reading [-- --write]`: how long the embedded model takes to load its data in a fresh process, and to
 * read a report. `--write` keeps the results beside this file.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, percentile } from '../../scripts/support/measuring.ts';
import { categoriesOf } from '../../scripts/support/vocabulary.ts';
import { labelledSentences } from '../../scripts/training/examples.ts';
import { loadReadingResources } from '../../lib/intelligence/reading/load-resources.ts';
import { readReport } from '../../lib/intelligence/reading/read-report.ts';

/** Milliseconds at most. */
const bars = { load: 300, read: 5 };
const LOADS = 11;
const REPORTS = 3_000;

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, 'only-load': { type: 'boolean', default: false } },
});
const started = performance.now();
const resources = await loadReadingResources();
const loaded = performance.now() - started;
if (values['only-load']) {
  process.stdout.write(String(loaded));
  process.exit(0);
}

const loads = Array.from({ length: LOADS }, () =>
  Number(
    spawnSync(process.execPath, [import.meta.filename, '--only-load'], { encoding: 'utf8', env: {} }).stdout,
  ),
);
const every = Math.floor(labelledSentences.length / REPORTS);
const sample = labelledSentences.filter((_, index) => index % every === 0);
const now = new Date('2026-06-15T12:00:00Z');
const times = sample.map(({ domain, text }) => {
  const categories = categoriesOf(domain);
  const before = performance.now();
  readReport(text, { now, home: { timezone: 'UTC' }, places: [], categories, resources });
  return performance.now() - before;
});

const rows = [
  ['load the data, fresh process', loads, bars.load],
  ['read a report', times, bars.read],
] as const;
const report = [
  `${new Date().toISOString().slice(0, 10)}, ${machine()}; ${LOADS} loads, ${sample.length} reports of the training sentences.`,
  '',
  '| | p50, ms | p95, ms | bar on p50 | met |',
  '|---|---:|---:|---:|---|',
  ...rows.map(
    ([name, measured, bar]) =>
      `| ${name} | ${percentile(measured, 0.5).toFixed(2)} | ${percentile(measured, 0.95).toFixed(2)} | ${bar} | ${percentile(measured, 0.5) <= bar ? 'yes' : 'NO'} |`,
  ),
].join('\n');
console.log(report);
if (values.write) writeFileSync(join(import.meta.dirname, 'results.md'), `# Embedded model\n\n${report}\n`);
