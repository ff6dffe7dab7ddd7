import type { ClosedPeriod, Period } from '../calendar.ts';
import { readAtom } from './atoms.ts';
import { DAY, type Atom, type TimeReader } from './reader.ts';

/** A time expression: words `first` up to, not including, `next`, and the instants they select. */
export interface TimeReading {
  period: Period;
  first: number;
  next: number;
  /** A bare period, without "since" or "before". */
  plain: boolean;
  /** Both ends, when each is a stretch of its own ("from June to July"). */
  parts?: readonly [Period, Period];
  doubt?: string | undefined;
}

const fillers = new Set([
  'the',
  'all',
  'whole',
  'entire',
  'just',
  'only',
  'about',
  'around',
  'of',
  'month',
  'week',
  'year',
  'early',
  'late',
  'mid',
  'so',
  'far',
]);

const joints = new Set(['to', 'until', 'till', 'through', 'and', 'thru']);

/** Index after the articles and fillers before a time. */
function skipFillers({ words }: TimeReader, at: number): number {
  let next = at;
  while (next < at + 3 && fillers.has(words[next]?.lower ?? '')) next++;
  return next;
}

export function atomAfter(reader: TimeReader, at: number): Atom | undefined {
  return readAtom(reader, at) ?? readAtom(reader, skipFillers(reader, at));
}

/** The second end of a range; the weekday of the week after when it would lie before the first ("from Monday to Wednesday"). */
function following(first: ClosedPeriod, second: ClosedPeriod): ClosedPeriod | undefined {
  if (second.to > first.from) return second;
  const isDay = second.to.getTime() - second.from.getTime() <= 1.1 * DAY;
  if (!isDay || first.from.getTime() - second.from.getTime() > 7 * DAY) return undefined;
  return { from: new Date(second.from.getTime() + 7 * DAY), to: new Date(second.to.getTime() + 7 * DAY) };
}

/** "Monday to Wednesday last week": the week is said once, for both. */
function weekOfSecond({ words }: TimeReader, { period, next }: Atom, second: Atom): ClosedPeriod {
  const says = words.slice(next, second.next).some(({ lower }) => lower === 'week');
  const isDay = period.to.getTime() - period.from.getTime() <= 1.1 * DAY;
  if (!says || !isDay || period.from < second.period.from) return period;
  return { from: new Date(period.from.getTime() - 7 * DAY), to: new Date(period.to.getTime() - 7 * DAY) };
}

/** "between A and B", "from A to B": both ends included. */
export function rangeAt(reader: TimeReader, at: number): TimeReading | undefined {
  const opener = reader.words[at]?.lower;
  const explicit = opener === 'between' || opener === 'from';
  const first = atomAfter(reader, explicit ? at + 1 : at);
  if (!first) return undefined;
  const joint = reader.words[first.next]?.lower ?? '';
  const dash = /[-–—]\s*$/.test(reader.words[first.next]?.gap ?? '');
  if (!dash && (!joints.has(joint) || (joint === 'and' && opener !== 'between'))) return undefined;
  const second = atomAfter(reader, dash ? first.next : first.next + 1);
  const start = second && weekOfSecond(reader, first, second);
  const last = second && start && following(start, second.period);
  if (!second || !start || !last) return undefined;
  const period = { from: start.from, to: last.to };
  const parts = [start, last] as const;
  return { period, first: at, next: second.next, plain: true, doubt: first.doubt ?? second.doubt, parts };
}

/** A single day of a named month. */
function readDay(reader: TimeReader, at: number): Atom | undefined {
  const atom = atomAfter(reader, at);
  const isDay = atom && atom.period.to.getTime() - atom.period.from.getTime() <= 90_000_000;
  return isDay && /^\d{1,2}(st|nd|rd|th)?$|^[a-z]+$|^the$/.test(reader.words[at]?.lower ?? '')
    ? atom
    : undefined;
}

/** "from 4 to 6 June": the first end has no month of its own. */
export function sharedMonthAt(reader: TimeReader, at: number): TimeReading | undefined {
  const opener = reader.words[at]?.lower ?? '';
  const bare = !/^(between|from|on)$/.test(opener);
  const begin = bare ? at : at + 1;
  const start = reader.words[begin]?.lower === 'the' ? begin + 1 : begin;
  const day = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(reader.words[start]?.lower ?? '')?.[1];
  const dash = /^\s*[-–]\s*$/.test(reader.words[start + 1]?.gap ?? '');
  const joint = reader.words[start + 1]?.lower ?? '';
  if (day === undefined || (!dash && (!joints.has(joint) || (bare && joint === 'and')))) return undefined;
  const second = readDay(reader, dash ? start + 1 : start + 2);
  if (!second) return undefined;
  const { calendar } = reader;
  const end = new Date(second.period.to.getTime() - 1);
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: calendar.timezone }).format(end);
  const [year, month, last] = local.split('-').map(Number) as [number, number, number];
  if (Number(day) >= last) return undefined;
  const period = { from: calendar.day(year, month, Number(day)), to: second.period.to };
  return { period, first: at, next: second.next, plain: true };
}
