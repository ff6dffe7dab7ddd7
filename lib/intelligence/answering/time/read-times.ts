import { wallTime } from '../../reading/time-zone.ts';
import type { Period, Unit } from '../calendar.ts';
import { readAtom } from './atoms.ts';
import { numberOf, unitWords } from './names.ts';
import { atomAfter, rangeAt, sharedMonthAt, type TimeReading } from './ranges.ts';
import type { Atom, TimeReader } from './reader.ts';

type Relation = 'since' | 'after' | 'before' | 'until' | 'in';

const relations: readonly (readonly [words: readonly string[], relation: Relation])[] = [
  [['prior', 'to'], 'before'],
  [['ahead', 'of'], 'before'],
  [['on', 'or', 'after'], 'since'],
  [['on', 'or', 'before'], 'until'],
  [['no', 'later', 'than'], 'until'],
  [['no', 'earlier', 'than'], 'since'],
  [['not', 'earlier', 'than'], 'since'],
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

const lowers = ({ words }: TimeReader, at: number, count: number): string[] =>
  words.slice(at, at + count).map(({ lower }) => lower);

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

const ageCues: readonly (readonly [words: string, side: 'older' | 'newer'])[] = [
  ...(['older', 'longer', 'earlier', 'more'] as const).map((word) => [`${word} than`, 'older'] as const),
  ...(['newer', 'younger', 'less', 'fewer'] as const).map((word) => [`${word} than`, 'newer'] as const),
  ['at least', 'older'],
  ['upwards of', 'older'],
  ['over', 'older'],
  ['after', 'older'],
  ['for', 'older'],
];

/** Which side of an age the words at `at` mean, with the index of its number. */
function ageCueAt(reader: TimeReader, at: number) {
  for (const [cue, side] of ageCues) {
    const size = cue.split(' ').length;
    if (lowers(reader, at, size).join(' ') === cue) return { cue, side, start: at + size };
  }
  return undefined;
}

const waits =
  /^(open|opened|unresolved|pending|waiting|waited|unassigned|outstanding|unsolved|overdue|untouched|unattended|lingering|queue|old|assigned|progress)$/;

/** "older than 3 days", "more than a week ago", "in less than 24 hours", "unassigned for more than 3 days", "still open after 60 days". */
function ageAt(reader: TimeReader, at: number): TimeReading | undefined {
  const lead = reader.words[at]?.lower;
  const cueAt = /^(for|after)$/.test(lead ?? '') && ageCueAt(reader, at + 1) ? at + 1 : at;
  const found = ageCueAt(reader, cueAt);
  if (!found) return undefined;
  const { cue, side, start } = found;
  const article = /^(a|an)$/.test(reader.words[start]?.lower ?? '');
  const count = article ? 1 : numberOf(reader.words[start]?.lower);
  const unit = unitWords.get(reader.words[start + 1]?.lower ?? '');
  if (count === undefined || !unit) return undefined;
  const tail = reader.words[start + 2]?.lower ?? '';
  const isAge = /^(older|longer|newer|younger)/.test(cue);
  const waiting =
    side === 'older' &&
    reader.direction === 'past' &&
    (cueAt > at || cue === 'after' || cue === 'for' || cue === 'over') &&
    reader.words.slice(0, at).some(({ lower }) => waits.test(lower));
  if (!/^(ago|old|back)$/.test(tail) && !isAge && !waiting) return undefined;
  if (/^(for|after)$/.test(cue) && !waiting) return undefined;
  const edge = reader.calendar.before(count, unit);
  const next = /^(ago|old|back|now)$/.test(tail) ? start + 3 : start + 2;
  return { period: side === 'older' ? { to: edge } : { from: edge }, first: at, next, plain: false };
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

const readers = [sharedMonthAt, rangeAt, ageAt, lastingAt, relatedAt, withinAt, plainAt];

/** Every time in the words, in order, not overlapping. `isFree` tells which words no other slot has taken. */
export function readTimes(reader: TimeReader, isFree: (index: number) => boolean): TimeReading[] {
  const found: TimeReading[] = [];
  for (let at = 0; at < reader.words.length;) {
    const reading = readers
      .map((read) => read(reader, at))
      .find((each) => each && reader.words.slice(each.first, each.next).every(({ index }) => isFree(index)));
    if (reading) {
      found.push(reading);
      at = reading.next;
    } else at++;
  }
  return found;
}
