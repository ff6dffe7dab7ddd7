import { readFileSync } from 'node:fs';
import type { Measure } from './evaluate.ts';

/** Shares, by set and field; `silentlyWrong` and `wrongWrite` are ceilings. */
type Floors = Readonly<Record<string, number>>;
const ceilings = new Set(['silentlyWrong', 'wrongWrite']);

export const readFloors = (): Floors =>
  JSON.parse(readFileSync(new URL('floors.json', import.meta.url), 'utf8')) as Floors;

/** The measures that miss what is committed for them, in words; fields without a floor miss nothing. */
export function belowFloor(measures: readonly Measure[], floors: Floors): string[] {
  return measures.flatMap(({ set, field, count, total }) => {
    const floor = floors[`${set}.${field}`];
    const share = count / total;
    if (floor === undefined || (ceilings.has(field) ? share <= floor : share >= floor)) return [];
    return [`${set}.${field}: ${(100 * share).toFixed(1)}% against ${(100 * floor).toFixed(1)}%`];
  });
}
