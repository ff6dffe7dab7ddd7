import { wallTime } from '../../reading/time-zone.ts';
import type { ClosedPeriod, Period, Unit } from '../calendar.ts';
import { readAtom } from './atoms.ts';
import type { Atom, TimeReader } from './reader.ts';
import { numberOf, unitWords } from './names.ts';

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

type Relation = 'since' | 'after' | 'before' | 'until' | 'in';

const relations: readonly (readonly [words: readonly string[], relation: Relation])[] = [
  [['prior', 'to'], 'before'],
  [['earlier', 'than'], 'before'],
  [['older', 'than'], 'before'],
  [['later', 'than'], 'after'],
  [['newer', 'than'], 'after'],
  [['not', 'before'], 'since'],
  [['ever', 'since'], 'since'],
  [['as', 'of'], 'since'],
  [['as', 'from'], 'since'],
  [['starting', 'from'], 'since'],
  [['starting', 'on'], 'since'],
  [['up', 'to', 'and', 'including'], 'until'],
  [['up', 'to'], 'until'],
  [['up', 'until'], 'until'],
  [['since'], 'since'],
  [['from'], 'since'],
  [['starting'], 'since'],
  [['after'], 'after'],
  [['before'], 'before'],
  [['until'], 'until'],
  [['till'], 'until'],
  [['through'], 'until'],
  [['during'], 'in'],
  [['throughout'], 'in'],
  [['within'], 'in'],
  [['over'], 'in'],
  [['across'], 'in'],
  [['in'], 'in'],
  [['on'], 'in'],
  [['at'], 'in'],
  [['for'], 'in'],
  [['of'], 'in'],
  [['by'], 'in'],
];

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

const lowers = ({ words }: TimeReader, at: number, count: number): string[] =>
  words.slice(at, at + count).map(({ lower }) => lower);

/** Index after the articles and fillers before a time. */
function skipFillers({ words }: TimeReader, at: number): number {
  let next = at;
  while (next < at + 3 && fillers.has(words[next]?.lower ?? '')) next++;
  return next;
}

function atomAfter(reader: TimeReader, at: number): Atom | undefined {
  return readAtom(reader, at) ?? readAtom(reader, skipFillers(reader, at));
}

function relationAt(reader: TimeReader, at: number): { relation: Relation; next: number } | undefined {
  for (const [words, relation] of relations)
    if (lowers(reader, at, words.length).join(' ') === words.join(' '))
      return { relation, next: at + words.length };
  return undefined;
}

function applied(relation: Relation, { period, rolling }: Atom): Period {
  switch (relation) {
    case 'since':
      return { from: period.from };
    case 'after':
      return { from: rolling ? period.from : period.to };
    case 'before':
      return { to: period.from };
    case 'until':
      return { to: period.to };
    case 'in':
      return period;
  }
}

const DAY = 86_400_000;

/** The second end of a range; the weekday of the week after when it would lie before the first ("from Monday to Wednesday"). */
function following(first: ClosedPeriod, second: ClosedPeriod): ClosedPeriod | undefined {
  if (second.to > first.from) return second;
  const isDay = second.to.getTime() - second.from.getTime() <= 1.1 * DAY;
  if (!isDay || first.from.getTime() - second.from.getTime() > 7 * DAY) return undefined;
  return { from: new Date(second.from.getTime() + 7 * DAY), to: new Date(second.to.getTime() + 7 * DAY) };
}

/** "between A and B", "from A to B": both ends included. */
function rangeAt(reader: TimeReader, at: number): TimeReading | undefined {
  const opener = reader.words[at]?.lower;
  const explicit = opener === 'between' || opener === 'from';
  const first = atomAfter(reader, explicit ? at + 1 : at);
  if (!first) return undefined;
  const joint = reader.words[first.next]?.lower ?? '';
  const dash = /[-–—]\s*$/.test(reader.words[first.next]?.gap ?? '');
  if (!dash && (!joints.has(joint) || (joint === 'and' && opener !== 'between'))) return undefined;
  const second = atomAfter(reader, dash ? first.next : first.next + 1);
  const last = second && following(first.period, second.period);
  if (!second || !last) return undefined;
  const period = { from: first.period.from, to: last.to };
  const parts = [first.period, last] as const;
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
function sharedMonthAt(reader: TimeReader, at: number): TimeReading | undefined {
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

/** "older than 3 days", "more than a week ago", "in less than 24 hours", "within the last 2 days". */
function ageAt(reader: TimeReader, at: number): TimeReading | undefined {
  const [first = '', second = ''] = lowers(reader, at, 2);
  const older =
    (/^(older|more|longer|earlier)$/.test(first) && second === 'than') ||
    (first === 'over' && /^\d|^a$/.test(second));
  const newer = /^(newer|less|younger|fewer)$/.test(first) && second === 'than';
  if (!older && !newer) return undefined;
  const start = first === 'over' ? at + 1 : at + 2;
  const article = /^(a|an)$/.test(reader.words[start]?.lower ?? '');
  const count = article ? 1 : numberOf(reader.words[start]?.lower);
  const unit = unitWords.get(reader.words[start + 1]?.lower ?? '');
  if (count === undefined || !unit) return undefined;
  const tail = reader.words[start + 2]?.lower ?? '';
  if (!/^(ago|old|back)$/.test(tail) && !/^(older|newer|younger)$/.test(first)) return undefined;
  const edge = reader.calendar.before(count, unit);
  const next = /^(ago|old|back)$/.test(tail) ? start + 3 : start + 2;
  return { period: older ? { to: edge } : { from: edge }, first: at, next, plain: false };
}

/** "within 24 hours", "in the space of 2 days", "over 3 weeks" in a question look back from now. */
function withinAt(reader: TimeReader, at: number): TimeReading | undefined {
  const word = reader.words[at]?.lower;
  if (word !== 'within' && word !== 'over' && word !== 'in') return undefined;
  const start = reader.words[at + 1]?.lower === 'the' ? at + 2 : at + 1;
  const count = numberOf(reader.words[start]?.lower);
  const unit = unitWords.get(reader.words[start + 1]?.lower ?? '');
  if (count === undefined || !unit) return undefined;
  if (/^(ago|back|old)$/.test(reader.words[start + 2]?.lower ?? '')) return undefined;
  if (reader.direction === 'future') return aheadAt(reader, at, start + 2, word === 'within', count, unit);
  const period = { from: reader.calendar.before(count, unit), to: reader.calendar.now };
  return { period, first: at, next: start + 2, plain: true };
}

/** "in three days" is that day, "within three days" everything up to then. */
function aheadAt(
  { calendar }: TimeReader,
  first: number,
  next: number,
  upTo: boolean,
  count: number,
  unit: Unit,
): TimeReading {
  const edge = calendar.before(-count, unit);
  if (upTo) return { period: { from: calendar.now, to: edge }, first, next, plain: true };
  const { year, month, day } = wallTime(edge, calendar.timezone);
  return { period: calendar.days(year, month, day), first, next, plain: true };
}

function relatedAt(reader: TimeReader, at: number): TimeReading | undefined {
  const found = relationAt(reader, at);
  if (!found) return undefined;
  const atom = atomAfter(reader, found.next);
  if (!atom) return undefined;
  const { relation } = found;
  // "the reports from July", "complaints from last week": of that time, not since it.
  const meansOf =
    reader.words[at]?.lower === 'from' && !/^(now|today)$/.test(reader.words[atom.next]?.lower ?? '');
  const onwards = /^(on|onward|onwards|forward)$/.test(reader.words[atom.next]?.lower ?? '');
  const effective = meansOf && !onwards ? 'in' : relation;
  const next = onwards ? atom.next + 1 : atom.next;
  const plain = effective === 'in';
  return { period: applied(effective, atom), first: at, next, plain, doubt: atom.doubt };
}

/** "since two weeks", "for the past two weeks" without "past": that long up to now. */
function lastingAt(reader: TimeReader, at: number): TimeReading | undefined {
  if (reader.words[at]?.lower !== 'since' || reader.direction === 'future') return undefined;
  const count = numberOf(reader.words[at + 1]?.lower);
  const unit = unitWords.get(reader.words[at + 2]?.lower ?? '');
  if (count === undefined || !unit) return undefined;
  return { period: { from: reader.calendar.before(count, unit) }, first: at, next: at + 3, plain: false };
}

function plainAt(reader: TimeReader, at: number): TimeReading | undefined {
  const atom = readAtom(reader, at);
  return atom && { period: atom.period, first: at, next: atom.next, plain: true, doubt: atom.doubt };
}

/** Every time in the words, in order, not overlapping. `isFree` tells which words no other slot has taken. */
export function readTimes(reader: TimeReader, isFree: (index: number) => boolean): TimeReading[] {
  const found: TimeReading[] = [];
  for (let at = 0; at < reader.words.length;) {
    const reading =
      sharedMonthAt(reader, at) ??
      rangeAt(reader, at) ??
      ageAt(reader, at) ??
      lastingAt(reader, at) ??
      relatedAt(reader, at) ??
      withinAt(reader, at) ??
      plainAt(reader, at);
    const taken =
      reading && reader.words.slice(reading.first, reading.next).every(({ index }) => isFree(index));
    if (reading && taken) {
      found.push(reading);
      at = reading.next;
    } else at++;
  }
  return found;
}
