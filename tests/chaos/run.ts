/**
 * `npm run test:chaos [-- --write] [name of a test file ...]`: runs the suite one file after the other; `--write` keeps
 * what was measured in results.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { machine } from '../../scripts/support/measuring.ts';

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const here = import.meta.dirname;
const file = join(mkdtempSync(join(tmpdir(), 'chaos-')), 'results.jsonl');
writeFileSync(file, '');
const load = (): string => (loadavg()[0] ?? Number.NaN).toFixed(1);
const before = load();
const started = Date.now();

const jest = join(here, '../../node_modules/jest/bin/jest.js');
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    jest,
    '--runInBand',
    '--config',
    join(here, 'jest.config.mjs'),
    ...positionals,
  ],
  { stdio: 'inherit', env: { ...process.env, CHAOS_RESULTS: file } },
);

interface Line {
  bar: string;
  allowed: string;
  found: string;
}
if (values.write && status === 0) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const markdown = [
    '# What the engine survives',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${machine()}. ${Math.round((Date.now() - started) / 1_000)} s; load average ${before} at the start, ${load()} at the end.`,
    '',
    '`npm run test:chaos -- --write` measures this anew; every line is asserted by a test beside this file.',
    '',
    '| bar | allowed | measured |',
    '| --- | --- | --- |',
    ...lines.map(({ bar, allowed, found }) => `| ${bar} | ${allowed} | ${found} |`),
    '',
  ].join('\n');
  writeFileSync(join(here, 'results.md'), await format(markdown, { parser: 'markdown' }));
}
process.exitCode = status ?? 1;
