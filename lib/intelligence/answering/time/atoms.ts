import {
  calendarYear,
  dayOfMonth,
  dayThenMonth,
  month,
  monthThenDay,
  numericDate,
  quarter,
  season,
} from './dates.ts';
import { wallTime } from '../../reading/time-zone.ts';
import { weekdayOf } from '../calendar.ts';
import { ordinalOf, unitWords } from './names.ts';
import { DAY, lowerAt, type Atom, type Rule, type TimeReader } from './reader.ts';
import {
  ago,
  calendarUnit,
  namedDay,
  partOfDay,
  pastUnit,
  rollingSpan,
  unitBeforeLast,
  vague,
  weekday,
  weekend,
  yearToDate,
} from './relative.ts';

/** "first half of the year", "second half of june". */
const half: Rule = (reader, at) => {
  const which = ordinalOf(lowerAt(reader, at));
  if ((which !== 1 && which !== 2) || lowerAt(reader, at + 1) !== 'half' || lowerAt(reader, at + 2) !== 'of')
    return undefined;
  const skip = /^(the|this)$/.test(lowerAt(reader, at + 3) ?? '') ? 4 : 3;
  const whole = readAtom(reader, at + skip) ?? bareUnit(reader, at + skip);
  if (!whole) return undefined;
  const { from, to } = whole.period;
  const days = Math.round((to.getTime() - from.getTime()) / DAY);
  const middle =
    days > 300 ? monthsAfter(reader, from, 6) : new Date(from.getTime() + Math.floor(days / 2) * DAY);
  return { period: which === 1 ? { from, to: middle } : { from: middle, to }, next: whole.next };
};

function bareUnit(reader: TimeReader, at: number): Atom | undefined {
  const unit = unitWords.get(lowerAt(reader, at) ?? '');
  return unit && { period: reader.calendar.unit(unit, 0), next: at + 1 };
}

/** "the beginning of march", "the start of the week", "the end of last month": a day. */
const edge: Rule = (reader, at) => {
  const side = /^(start|beginning|begin)$/.test(lowerAt(reader, at) ?? '')
    ? 'start'
    : lowerAt(reader, at) === 'end'
      ? 'end'
      : undefined;
  if (side === undefined || lowerAt(reader, at + 1) !== 'of') return undefined;
  const skip = lowerAt(reader, at + 2) === 'the' ? 3 : 2;
  const whole = readAtom(reader, at + skip) ?? bareUnit(reader, at + skip);
  if (!whole) return undefined;
  const { from, to } = whole.period;
  const day = 86_400_000;
  const period =
    side === 'start'
      ? { from, to: new Date(from.getTime() + day) }
      : { from: new Date(to.getTime() - day), to };
  return { period, next: whole.next };
};

/** Half a year is six calendar months. */
function monthsAfter({ calendar }: TimeReader, from: Date, count: number): Date {
  const { year, month: of } = wallTime(from, calendar.timezone);
  return calendar.day(year, of + count, 1);
}

/** "the week of 5 October": the calendar week of that day. */
const weekHolding: Rule = (reader, at) => {
  if (lowerAt(reader, at) !== 'week' || !/^(of|from|starting)$/.test(lowerAt(reader, at + 1) ?? ''))
    return undefined;
  const skip = lowerAt(reader, at + 2) === 'the' ? 3 : 2;
  const day = readAtom(reader, at + skip);
  if (!day || day.period.to.getTime() - day.period.from.getTime() > 1.1 * DAY) return undefined;
  const { year, month: of, day: date } = wallTime(day.period.from, reader.calendar.timezone);
  const monday = date - weekdayOf({ year, month: of, day: date });
  return { period: reader.calendar.days(year, of, monday, 7), next: day.next };
};

/** "the first week of September", "last week of the month": stretches of seven days from either end. */
const weekOf: Rule = (reader, at) => {
  const which = lowerAt(reader, at) === 'last' ? -1 : ordinalOf(lowerAt(reader, at));
  if (
    which === undefined ||
    which > 4 ||
    lowerAt(reader, at + 1) !== 'week' ||
    lowerAt(reader, at + 2) !== 'of'
  )
    return undefined;
  const skip = /^(the|this)$/.test(lowerAt(reader, at + 3) ?? '') ? 4 : 3;
  const whole = readAtom(reader, at + skip) ?? bareUnit(reader, at + skip);
  if (!whole) return undefined;
  const { from, to } = whole.period;
  const start = which < 0 ? to.getTime() - 7 * DAY : from.getTime() + (which - 1) * 7 * DAY;
  return { period: { from: new Date(start), to: new Date(start + 7 * DAY) }, next: whole.next };
};

const thirds: Readonly<Record<string, readonly [number, number]>> = {
  early: [0, 10],
  mid: [10, 20],
  middle: [10, 20],
  late: [20, 31],
};

/** "early June", "mid September", "late August": ten days each. */
const thirdOf: Rule = (reader, at) => {
  const third = thirds[lowerAt(reader, at) ?? ''];
  const whole = third && month(reader, lowerAt(reader, at + 1) === 'of' ? at + 2 : at + 1);
  if (!third || !whole) return undefined;
  const { from, to } = whole.period;
  const edge = (days: number) => new Date(Math.min(to.getTime(), from.getTime() + days * DAY));
  return {
    period: { from: edge(third[0]), to: edge(third[1]) },
    next: whole.next,
    doubt: `read as a third of the month`,
  };
};

const rules: readonly Rule[] = [
  partOfDay,
  namedDay,
  half,
  weekOf,
  weekHolding,
  thirdOf,
  edge,
  rollingSpan,
  pastUnit,
  calendarUnit,
  unitBeforeLast,
  yearToDate,
  ago,
  numericDate,
  dayThenMonth,
  monthThenDay,
  quarter,
  month,
  weekend,
  weekday,
  season,
  dayOfMonth,
  calendarYear,
  vague,
];

/** The time that begins with the word at `at`, the longest reading first. */
export function readAtom(reader: TimeReader, at: number): Atom | undefined {
  for (const rule of rules) {
    const atom = rule(reader, at);
    if (atom) return atom;
  }
  return undefined;
}
