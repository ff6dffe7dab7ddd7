/**
 * `npm run bench:cold [-- --rounds 15] [--write] [--check]`: see README.md. `--write` keeps the results beside this
 * file, `--check` exits 1 when a bar is missed.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOf, extract, readArtefacts, sourcesOf } from '../../scripts/package/artefact.ts';
import { packageStage } from '../../scripts/package/build.ts';
import { readTemplate } from '../../scripts/package/template.ts';
import { machine } from '../../scripts/support/measuring.ts';
import { bundleFloor, clientImports, floorSource } from './floors.ts';
import { measure, type Pair, type Summary } from './measure.ts';

/** Of the floor's p50; and milliseconds at all. */
const bars = { ratio: 1.5, milliseconds: 250 };

interface Row {
  name: string;
  kilobytes: number;
  clients: string;
  import: Summary;
  floor: Summary;
  ratio: number;
}

const bare = 'export const handler = async () => ({ statusCode: 200 });';
const oneClient = floorSource(new Map([['@aws-sdk/client-dynamodb', ['DynamoDBClient', 'GetItemCommand']]]));
const short = (name: string): string => name.replace('@aws-sdk/client-', '').replace('@aws-sdk/', '');

async function prepare(directory: string) {
  const bareFloor = await bundleFloor(bare, 'bare', directory);
  const pairs = new Map<string, Pair>([
    ['one client', { bundle: await bundleFloor(oneClient, 'one-client', directory), floor: bareFloor }],
  ]);
  const floors = new Map([[floorSource(new Map()), bareFloor]]);
  const functions: { name: string; kilobytes: number; clients: string }[] = [];
  const packaged = packageStage('dev');
  for (const artefact of readArtefacts(packaged, readTemplate(packaged))) {
    const target = join(directory, artefact.key);
    extract(artefact, target);
    const imports = clientImports((await sourcesOf(artefact)).files);
    const source = floorSource(imports);
    const floor = floors.get(source) ?? (await bundleFloor(source, `floor-${floors.size}`, directory));
    floors.set(source, floor);
    pairs.set(artefact.key, { bundle: join(target, bundleOf(artefact).path), floor });
    const clients = [...imports.keys()].map(short).join(', ');
    functions.push({ name: artefact.key, kilobytes: artefact.zipBytes / 1_024, clients });
  }
  return { pairs, functions };
}

const milliseconds = (value: number): string => value.toFixed(1);

function table(rows: readonly Row[], peers: ReadonlyMap<string, Summary>): string {
  const lines = rows.map(
    (row) =>
      `| ${row.name} | ${row.kilobytes.toFixed(0)} | ${milliseconds(row.import.p50)} | ${milliseconds(row.import.p95)} | ` +
      `${milliseconds(row.floor.p50)} | ${row.ratio.toFixed(2)} | ` +
      `${milliseconds(row.import.cpu)} / ${milliseconds(row.floor.cpu)} | ${row.clients || 'none'} |`,
  );
  const peerLines = [...peers].map(
    ([name, { p50, p95, cpu }]) =>
      `| (${name}) | | ${milliseconds(p50)} | ${milliseconds(p95)} | | | ${milliseconds(cpu)} | |`,
  );
  return [
    '| function | KB zipped | import p50, ms | p95 | its clients alone, p50 | ratio | CPU, ms: function / clients | clients |',
    '|---|---:|---:|---:|---:|---:|---:|---|',
    ...lines,
    ...peerLines,
  ].join('\n');
}

const missed = (rows: readonly Row[]): string[] =>
  rows.flatMap(({ name, import: { p50 }, ratio, clients }) => [
    ...(p50 <= bars.milliseconds ? [] : [`${name}: ${milliseconds(p50)} ms, over ${bars.milliseconds} ms`]),
    ...(clients === '' || ratio <= bars.ratio
      ? []
      : [`${name}: ${ratio.toFixed(2)} x its clients, over ${bars.ratio}`]),
  ]);

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const directory = mkdtempSync(join(tmpdir(), 'bench-cold-'));
try {
  const { pairs, functions } = await prepare(directory);
  const measured = measure(resolve('node_modules/node/bin/node'), pairs, Number(values.rounds), {});
  const rows = functions.map(({ name, kilobytes, clients }): Row => {
    const { own, floor } = measured.get(name)!;
    return { name, kilobytes, clients, import: own, floor, ratio: own.p50 / floor.p50 };
  });
  const client = measured.get('one client')!;
  const peers = new Map([
    ['bare', client.floor],
    ['one client', client.own],
  ]);
  const misses = missed(rows);
  const report = [
    `${new Date().toISOString().slice(0, 10)}, ${machine()}, ${values.rounds} rounds`,
    '',
    table(rows, peers),
    '',
    misses.length === 0
      ? `Every function is within ${bars.ratio} x its clients and ${bars.milliseconds} ms.`
      : `Missed: ${misses.join('; ')}.`,
  ].join('\n');
  console.log(report);
  if (values.write) writeFileSync(join(import.meta.dirname, 'results.md'), `# Cold import\n\n${report}\n`);
  process.exitCode = values.check && misses.length > 0 ? 1 : 0;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
