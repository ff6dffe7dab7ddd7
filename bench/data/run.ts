/** `npm run bench:data -- [--url postgres://...] [--rows 1000000] [--tenants 20] [--runs 100] [--out <file>]`; `--pglite` without a server; `--keep` measures once more on what is loaded; `--export` reports are exported. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { bars } from './bars.ts';
import { readingEverything } from './everything.ts';
import { measureExport } from './export.ts';
import { loadUntil, tenantReports } from './load.ts';
import { inexactBoxes, makeBoxes, measureAll, measureProjection, summary } from './measures.ts';
import type { Measured } from './measures.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    pglite: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
    tenants: { type: 'string', default: '20' },
    runs: { type: 'string', default: '100' },
    out: { type: 'string' },
    keep: { type: 'boolean', default: false },
    export: { type: 'string', default: '120000' },
  },
});
if (values.url === undefined && !values.pglite)
  throw new Error('give --url of an empty PostgreSQL database, or --pglite');
const [rows, tenants, runs] = [Number(values.rows), Number(values.tenants), Number(values.runs)];

interface Result {
  rows: number;
  loaded_per_second: number;
  round_trip: { p50: number; p95: number };
  inexact_boxes: string;
  bars: string;
  measured: Measured[];
}

async function roundTrip(stage: Stage): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  for (let run = 0; run < 200; run++) {
    const started = performance.now();
    await stage.sql.rows('select 1 as one');
    times.push(performance.now() - started);
  }
  return summary(times.slice(50));
}

const table = ({
  rows: size,
  measured,
  round_trip,
  loaded_per_second,
  inexact_boxes,
  bars: held,
}: Result): string =>
  [
    `### ${size.toLocaleString('en')} rows`,
    '',
    `${loaded_per_second === 0 ? '' : `Loaded at ${loaded_per_second.toLocaleString('en')} rows/s. `}An empty round trip through the endpoint takes ${round_trip.p50} ms (p95 ${round_trip.p95}); boxes unlike brute force: ${inexact_boxes}.`,
    '',
    '| ms | whole call p50 | p95 | of it in the database p50 | p95 | hand-written SQL p50 | p95 | database / floor p50 |',
    '|---|---|---|---|---|---|---|---|',
    ...measured.map(
      ({ name, total, database, floor }) =>
        `| ${name} | ${total.p50} | ${total.p95} | ${database.p50} | ${database.p95} | ${floor.p50} | ${floor.p95} | ${(database.p50 / floor.p50).toFixed(2)} |`,
    ),
    '',
    ...(held === '' ? [] : [held]),
  ].join('\n');

const stage = await openStage(values.url, values.keep);
const source = tenantReports(rows + 10_000, tenants);
const sizes = values.keep ? [rows] : [10_000, 100_000, 1_000_000].filter((size) => size < rows).concat(rows);
const results: Result[] = [];
await stage.sql.run('create table if not exists floor_reports (like report_index including all)');
let loaded = 0;
for (const size of sizes) {
  const perSecond = values.keep ? 0 : await loadUntil(stage, source, loaded, size);
  loaded = size;
  await stage.sql.run('vacuum analyze report_index');
  const boxes = await makeBoxes(stage, Math.min(500, runs * 5));
  const inexact = await inexactBoxes(stage, boxes);
  const measured = await measureAll(stage, boxes, runs);
  measured.push(...(await measureProjection(stage, source, runs)));
  results.push({
    rows: size,
    loaded_per_second: perSecond,
    round_trip: await roundTrip(stage),
    inexact_boxes: `${inexact} of ${boxes.length}`,
    bars: size < rows ? '' : bars(measured, inexact),
    measured,
  });
  console.log(table(results.at(-1) as Result));
}
const exported = await measureExport(stage, Math.min(rows, Number(values.export)));
console.log(exported);
const everything = values.pglite ? undefined : await readingEverything(5_000);
const [{ version } = { version: '' }] = await stage.sql.rows<{ version: string }>(
  'select version() as version',
);
await stage.close();
const machine = `${cpus().length} x ${cpus()[0]?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${version.split(',')[0]}`;
const report = [
  `# Data benchmark`,
  '',
  `${new Date().toISOString().slice(0, 10)}; ${machine}; ${tenants} tenants; each timing of ${runs} runs or more (boxes 500), one client.`,
  '',
  'The whole call goes through the AWS SDK and the local Data API endpoint. "In the database" is the sum of its statements inside PostgreSQL; the floor is hand-written SQL for the same rows through the same driver.',
  '',
  ...results.map(table),
  exported,
  '',
  ...(everything === undefined ? [] : [everything, '']),
].join('\n');
if (values.out === undefined) console.log(report);
else {
  writeFileSync(values.out, report);
  writeFileSync(
    values.out.replace(/\.md$/, '.json'),
    `${JSON.stringify({ machine, tenants, results }, null, 2)}\n`,
  );
}
