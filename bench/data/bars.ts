import { BOX, BY_CATEGORY, PAGE_1, PAGE_1000, PROJECT } from './measures.ts';
import type { Measured } from './measures.ts';

interface Bar {
  name: string;
  value: number;
  most: number;
  unit: string;
}

/** What a million rows are held to; ratios are of medians of one run, so that they also tell on a busy machine. */
export function bars(measured: readonly Measured[], inexactBoxes: number): string {
  const of = (name: string): Measured | undefined => measured.find((each) => each.name === name);
  const p95 = (name: string): number => of(name)?.total.p95 ?? NaN;
  const p50 = (name: string): number => of(name)?.total.p50 ?? NaN;
  const reads = measured.filter(({ name }) => name !== PROJECT);
  const all: Bar[] = [
    { name: `${BOX}: whole call, p95`, value: p95(BOX), most: 10, unit: 'ms' },
    { name: 'boxes unlike brute force', value: inexactBoxes, most: 0, unit: '' },
    { name: `${BY_CATEGORY}: whole call, p95`, value: p95(BY_CATEGORY), most: 60, unit: 'ms' },
    {
      name: 'page 1,000 to page 1: whole call, p50',
      value: p50(PAGE_1000) / p50(PAGE_1),
      most: 1.5,
      unit: 'x',
    },
    {
      name: 'page 1,000 to page 1: whole call, p95',
      value: p95(PAGE_1000) / p95(PAGE_1),
      most: 1.5,
      unit: 'x',
    },
    ...reads.map(({ name, database, floor }) => ({
      name: `${name}: in the database to hand-written SQL, p50`,
      value: database.p50 / floor.p50,
      most: 1.5,
      unit: 'x',
    })),
  ];
  const overhead = reads.map(
    ({ name, total, database }) => `${name} ${(total.p50 - database.p50).toFixed(1)}`,
  );
  return [
    '| bar | measured | at most | met |',
    '|---|---|---|---|',
    ...all.map(
      ({ name, value, most, unit }) =>
        `| ${name} | ${Math.round(value * 100) / 100} ${unit} | ${most} ${unit} | ${value <= most ? 'yes' : 'NO'} |`,
    ),
    '',
    `Endpoint, SDK and adapter beside the database, p50 in ms: ${overhead.join('; ')}.`,
    '',
  ].join('\n');
}
