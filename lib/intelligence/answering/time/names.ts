import type { Unit } from '../calendar.ts';

const table = <T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> =>
  new Map(entries.flatMap(([words, value]) => words.split(' ').map((word) => [word, value] as const)));

export const weekdays = table<number>([
  ['monday mondays mon', 0],
  ['tuesday tuesdays tue tues', 1],
  ['wednesday wednesdays wed weds', 2],
  ['thursday thursdays thu thur thurs', 3],
  ['friday fridays fri', 4],
  ['saturday saturdays sat', 5],
  ['sunday sundays sun', 6],
]);

export const months = table<number>([
  ['january jan', 1],
  ['february feb', 2],
  ['march mar', 3],
  ['april apr', 4],
  ['may', 5],
  ['june jun', 6],
  ['july jul', 7],
  ['august aug', 8],
  ['september sep sept', 9],
  ['october oct', 10],
  ['november nov', 11],
  ['december dec', 12],
]);

/** Month and weekday names that are also ordinary words; they need a sign that time is meant. */
export const doubtful: ReadonlySet<string> = new Set([
  'may',
  'march',
  'mar',
  'sun',
  'sat',
  'mon',
  'wed',
  'jan',
  'dec',
  'august',
]);

export const unitWords = table<Unit>([
  ['minute minutes min mins', 'minute'],
  ['hour hours hr hrs', 'hour'],
  ['day days', 'day'],
  ['week weeks wk wks', 'week'],
  ['fortnight fortnights', 'fortnight'],
  ['month months', 'month'],
  ['quarter quarters', 'quarter'],
  ['year years yr yrs', 'year'],
]);

export const seasons = table<readonly [first: number, count: number]>([
  ['spring', [3, 3]],
  ['summer', [6, 3]],
  ['autumn fall', [9, 3]],
  ['winter', [12, 3]],
]);

const numbers = table<number>([
  ['one', 1],
  ['two', 2],
  ['three', 3],
  ['four', 4],
  ['five', 5],
  ['six', 6],
  ['seven', 7],
  ['eight', 8],
  ['nine', 9],
  ['ten', 10],
  ['eleven', 11],
  ['twelve', 12],
  ['fourteen', 14],
  ['fifteen', 15],
  ['twenty', 20],
  ['thirty', 30],
  ['sixty', 60],
  ['ninety', 90],
]);

/** A whole number in digits or words; undefined for anything else. */
export function numberOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  return /^\d{1,4}$/.test(word) ? Number(word) : numbers.get(word);
}

const ordinals = table<number>([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
]);

/** "3rd" as 3, "first" as 1. */
export function ordinalOf(word: string | undefined): number | undefined {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(word ?? '')?.[1];
  return digits === undefined ? ordinals.get(word ?? '') : Number(digits);
}
