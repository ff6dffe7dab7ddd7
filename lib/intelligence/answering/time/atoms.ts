import { weekdayOf, type Calendar, type ClosedPeriod, type Unit } from '../calendar.ts';
import type { Word } from '../words.ts';
import { doubtful, months, numberOf, ordinalOf, seasons, unitWords, weekdays } from './names.ts';

/** Whether days without a year or a week lie behind (questions) or ahead (deadlines). */
export type Direction = 'past' | 'future';

/** What a run of words from `first` up to, not including, `next` means. */
export interface Atom {
  period: ClosedPeriod;
  next: number;
  /** Counted back from this very moment ("the last 7 days"), not whole calendar units. */
  rolling?: boolean;
  /** Reading it took a guess, in plain words. */
  doubt?: string;
}

export interface TimeReader {
  words: readonly Word[];
  calendar: Calendar;
  direction: Direction;
  /** Day before month in 3/4/2026. */
  dayFirst: boolean;
}

type Rule = (reader: TimeReader, at: number) => Atom | undefined;

const lowerAt = ({ words }: TimeReader, at: number): string | undefined => words[at]?.lower;

const YEAR = /^(19|20)\d{2}$/;
const yearAt = (reader: TimeReader, at: number): number | undefined => {
  const word = lowerAt(reader, at);
  return word !== undefined && YEAR.test(word) ? Number(word) : undefined;
};

/** Months and days without a year: the latest that has begun, or for deadlines the next that is not over. */
function yearFor(reader: TimeReader, month: number, day = 1): number {
  const { today } = reader.calendar;
  const position = month * 100 + day;
  const todays = today.month * 100 + (day === 1 && reader.direction === 'past' ? 31 : today.day);
  if (reader.direction === 'past') return position <= todays ? today.year : today.year - 1;
  return position >= today.month * 100 + today.day ? today.year : today.year + 1;
}

const offsets: Readonly<Record<string, number>> = {
  this: 0,
  current: 0,
  present: 0,
  last: -1,
  previous: -1,
  past: -1,
  preceding: -1,
  prior: -1,
  next: 1,
  coming: 1,
  upcoming: 1,
  following: 1,
};

const namedDay: Rule = (reader, at) => {
  const { today, days } = reader.calendar;
  const shift = (by: number, next: number): Atom => ({
    period: days(today.year, today.month, today.day + by),
    next,
  });
  const phrase = [0, 1, 2, 3].map((step) => lowerAt(reader, at + step) ?? '').join(' ');
  if (/^day before yesterday/.test(phrase)) return shift(-2, at + 3);
  if (/^day after tomorrow/.test(phrase)) return shift(2, at + 3);
  const word = lowerAt(reader, at) ?? '';
  const named = { today: 0, tonight: 0, yesterday: -1, tomorrow: 1, tmrw: 1, tomorow: 1 }[word];
  return named === undefined ? undefined : shift(named, at + 1);
};

const partsOfDay: Readonly<Record<string, readonly [from: number, to: number]>> = {
  morning: [0, 12],
  afternoon: [12, 18],
  evening: [18, 24],
  night: [18, 30],
};

/** "this morning", "last night", "yesterday evening". */
const partOfDay: Rule = (reader, at) => {
  const hours = partsOfDay[lowerAt(reader, at + 1) ?? ''];
  const shift = { this: 0, last: -1, yesterday: -1, tomorrow: 1, today: 0 }[lowerAt(reader, at) ?? ''];
  if (!hours || shift === undefined) return undefined;
  const { today, day } = reader.calendar;
  const midnight = day(today.year, today.month, today.day + shift).getTime();
  const [from, to] = hours.map((hour) => new Date(midnight + hour * 3_600_000)) as [Date, Date];
  return { period: { from, to }, next: at + 2 };
};

const few: Readonly<Record<string, number>> = { few: 3, several: 3, couple: 2 };

/** A count with its words, "7", "a couple of", "few"; `vague` when the words leave it open. */
function countAt(reader: TimeReader, at: number) {
  const start = lowerAt(reader, at) === 'a' || lowerAt(reader, at) === 'an' ? at + 1 : at;
  const word = lowerAt(reader, start) ?? '';
  const some = few[word];
  if (some !== undefined) {
    const next = lowerAt(reader, start + 1) === 'of' ? start + 2 : start + 1;
    return { count: some, next, vague: word !== 'couple' };
  }
  const count = numberOf(word);
  if (count !== undefined) return { count, next: start + 1, vague: false };
  if (start === at + 1 && unitWords.has(word)) return { count: 1, next: start, vague: false };
  if (word === 'half' && lowerAt(reader, start + 1)?.startsWith('a')) return undefined;
  return undefined;
}

const vagueDoubt = (vague: boolean, count: number, unit: Unit) =>
  vague ? { doubt: `read as ${count} ${unit}s` } : {};

/** "24h", "7d": a count and its unit in one word. */
function compactCount(word: string | undefined): { count: number; unit: Unit } | undefined {
  const match = /^(\d{1,3})(h|d|w|hrs?|days?)$/.exec(word ?? '');
  if (!match?.[1] || !match[2]) return undefined;
  const unit = match[2].startsWith('h') ? 'hour' : match[2].startsWith('d') ? 'day' : 'week';
  return { count: Number(match[1]), unit };
}

/** "last 7 days", "past few weeks", "next 3 days": counted from this moment. */
const rollingSpan: Rule = (reader, at) => {
  const word = lowerAt(reader, at) ?? '';
  const back = ['last', 'past', 'previous', 'recent', 'preceding', 'latest'].includes(word);
  const ahead = ['next', 'coming', 'following', 'upcoming'].includes(word);
  if (!back && !ahead) return undefined;
  const compact = compactCount(lowerAt(reader, at + 1));
  const counted = compact ? { count: compact.count, next: at + 2, vague: false } : countAt(reader, at + 1);
  const unit = compact?.unit ?? (counted && unitWords.get(lowerAt(reader, counted.next) ?? ''));
  if (!counted || !unit) return undefined;
  const { count, vague } = counted;
  const next = compact ? at + 2 : counted.next + 1;
  return rolling(reader, back ? count : -count, unit, next, vagueDoubt(vague, count, unit));
};

function rolling(reader: TimeReader, count: number, unit: Unit, next: number, extra: Partial<Atom>): Atom {
  const { calendar } = reader;
  const edge = calendar.before(count, unit);
  const period = count > 0 ? { from: edge, to: calendar.now } : { from: calendar.now, to: edge };
  return { period, next, rolling: true, ...extra };
}

/** "the past week", "in the last month": counted from this moment; "last week" is the calendar week before this one. */
const pastUnit: Rule = (reader, at) => {
  const word = lowerAt(reader, at);
  const stretch = /^(in|over|within|for|during) the$/.test(
    `${lowerAt(reader, at - 2) ?? ''} ${lowerAt(reader, at - 1) ?? ''}`,
  );
  const isStretch = word === 'last' && (lowerAt(reader, at + 1) === 'hour' || stretch);
  if (word !== 'past' && !isStretch) return undefined;
  const unit = unitWords.get(lowerAt(reader, at + 1) ?? '');
  return unit && rolling(reader, 1, unit, at + 2, {});
};

/** "this week", "last month", "the previous quarter". */
const calendarUnit: Rule = (reader, at) => {
  const offset = offsets[lowerAt(reader, at) ?? ''];
  const word = lowerAt(reader, at + 1) ?? '';
  const unit = unitWords.get(word);
  if (offset === undefined || !unit) return undefined;
  const twoBack = offset === -1 && lowerAt(reader, at + 2) === 'but' && lowerAt(reader, at + 3) === 'one';
  const period = reader.calendar.unit(unit, twoBack ? -2 : offset);
  return { period, next: twoBack ? at + 4 : at + 2 };
};

/** "week before last", "month to date", "year to date". */
const unitBeforeLast: Rule = (reader, at) => {
  const unit = unitWords.get(lowerAt(reader, at) ?? '');
  if (!unit) return undefined;
  const tail = `${lowerAt(reader, at + 1) ?? ''} ${lowerAt(reader, at + 2) ?? ''}`;
  if (tail === 'before last') return { period: reader.calendar.unit(unit, -2), next: at + 3 };
  if (tail === 'to date') return { period: reader.calendar.unit(unit, 0), next: at + 3 };
  if (tail === 'after next') return { period: reader.calendar.unit(unit, 2), next: at + 3 };
  return undefined;
};

const yearToDate: Rule = (reader, at) =>
  lowerAt(reader, at) === 'ytd' ? { period: reader.calendar.unit('year', 0), next: at + 1 } : undefined;

/** "3 days ago" is that day, "2 weeks ago" that calendar week; hours are counted exactly. */
const ago: Rule = (reader, at) => {
  const counted = countAt(reader, at);
  const unit = counted && unitWords.get(lowerAt(reader, counted.next) ?? '');
  if (!counted || !unit) return undefined;
  const cue = lowerAt(reader, counted.next + 1);
  if (cue !== 'ago' && cue !== 'back' && cue !== 'earlier') return undefined;
  const next = counted.next + 2;
  const small = unit === 'hour' || unit === 'minute';
  if (small) return rolling(reader, counted.count, unit, next, {});
  const period = reader.calendar.unit(unit, -counted.count);
  return { period, next, ...vagueDoubt(counted.vague, counted.count, unit) };
};

const isTimeCue = (word: string | undefined): boolean =>
  word !== undefined &&
  /^(in|on|since|during|of|last|this|next|from|until|till|before|after|by|between|to|for|and|through|throughout|early|late|mid|per)$/.test(
    word,
  );

/** A name that may be an ordinary word counts as time after a cue or beside a number, or when it cannot be a verb. */
function isNameHere(reader: TimeReader, at: number): boolean {
  const word = reader.words[at];
  if (!word) return false;
  if (!doubtful.has(word.lower)) return true;
  const before = lowerAt(reader, at - 1);
  const after = lowerAt(reader, at + 1);
  const beside = [before, after].some(
    (each) => each !== undefined && (/^\d/.test(each) || ordinalOf(each) !== undefined),
  );
  return beside || isTimeCue(before) || (word.capital && at > 0 && !/^(i|we|you)$/.test(after ?? ''));
}

/** "june", "june 2025", "last june", "this march". */
const month: Rule = (reader, at) => {
  const offset = offsets[lowerAt(reader, at) ?? ''];
  const start = offset === undefined ? at : at + 1;
  const number = months.get(lowerAt(reader, start) ?? '');
  if (number === undefined || !isNameHere(reader, start)) return undefined;
  const after = lowerAt(reader, start + 1) === 'of' ? start + 2 : start + 1;
  const given = yearAt(reader, after);
  const { today } = reader.calendar;
  const implied = yearFor(reader, number);
  const previous = offset === -1 && number === today.month ? implied - 1 : implied;
  const year = given ?? (offset === 0 ? today.year : previous);
  const period = { from: reader.calendar.day(year, number, 1), to: reader.calendar.day(year, number + 1, 1) };
  return { period, next: given === undefined ? start + 1 : after + 1 };
};

const oneDay = (
  reader: TimeReader,
  year: number,
  ofMonth: number,
  day: number,
  next: number,
): Atom | undefined =>
  day >= 1 && day <= 31 && ofMonth >= 1 && ofMonth <= 12
    ? { period: reader.calendar.days(year, ofMonth, day), next }
    : undefined;

const dayNumber = (word: string | undefined): number | undefined => {
  const ordinal = ordinalOf(word);
  if (ordinal !== undefined) return ordinal;
  return word !== undefined && /^\d{1,2}$/.test(word) ? Number(word) : undefined;
};

/** "3 march", "the 3rd of march 2026". */
const dayThenMonth: Rule = (reader, at) => {
  const day = dayNumber(lowerAt(reader, at));
  const start = lowerAt(reader, at + 1) === 'of' ? at + 2 : at + 1;
  const number = months.get(lowerAt(reader, start) ?? '');
  if (day === undefined || number === undefined) return undefined;
  const year = yearAt(reader, start + 1);
  return oneDay(
    reader,
    year ?? yearFor(reader, number, day),
    number,
    day,
    year === undefined ? start + 1 : start + 2,
  );
};

/** "march 3", "march the 3rd, 2026". */
const monthThenDay: Rule = (reader, at) => {
  const number = months.get(lowerAt(reader, at) ?? '');
  const start = lowerAt(reader, at + 1) === 'the' ? at + 2 : at + 1;
  const day = dayNumber(lowerAt(reader, start));
  if (day === undefined || number === undefined) return undefined;
  const year = yearAt(reader, start + 1);
  return oneDay(
    reader,
    year ?? yearFor(reader, number, day),
    number,
    day,
    year === undefined ? start + 1 : start + 2,
  );
};

/** "the 15th": of this month, or the neighbouring one in the reader's direction. */
const dayOfMonth: Rule = (reader, at) => {
  if (!/^\d{1,2}(st|nd|rd|th)$/.test(lowerAt(reader, at) ?? '')) return undefined;
  const day = ordinalOf(lowerAt(reader, at)) ?? 0;
  const { today } = reader.calendar;
  const shift = reader.direction === 'past' ? (day > today.day ? -1 : 0) : day < today.day ? 1 : 0;
  const shifted = new Date(Date.UTC(today.year, today.month - 1 + shift, 1));
  return oneDay(reader, shifted.getUTCFullYear(), shifted.getUTCMonth() + 1, day, at + 1);
};

const numericDate: Rule = (reader, at) => {
  const word = lowerAt(reader, at) ?? '';
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  if (iso) return oneDay(reader, Number(iso[1]), Number(iso[2]), Number(iso[3]), at + 1);
  const other = /^(\d{1,2})[/.](\d{1,2})[/.](\d{2}|\d{4})$/.exec(word);
  if (!other) return undefined;
  const [first, second, year] = other.slice(1).map(Number) as [number, number, number];
  const full = year < 100 ? 2000 + year : year;
  const monthFirst = (!reader.dayFirst && first <= 12) || second > 12;
  return monthFirst
    ? oneDay(reader, full, first, second, at + 1)
    : oneDay(reader, full, second, first, at + 1);
};

const calendarYear: Rule = (reader, at) => {
  const year = yearAt(reader, at);
  if (year === undefined || !isTimeCue(lowerAt(reader, at - 1))) return undefined;
  return {
    period: { from: reader.calendar.day(year, 1, 1), to: reader.calendar.day(year + 1, 1, 1) },
    next: at + 1,
  };
};

/** "q2", "Q3 2025", "the first quarter". */
const quarter: Rule = (reader, at) => {
  const short = /^q([1-4])$/.exec(lowerAt(reader, at) ?? '')?.[1];
  const spelled = lowerAt(reader, at + 1) === 'quarter' ? ordinalOf(lowerAt(reader, at)) : undefined;
  const number = short === undefined ? spelled : Number(short);
  if (number === undefined || number > 4) return undefined;
  const bare = short === undefined ? at + 2 : at + 1;
  const after = lowerAt(reader, bare) === 'of' ? bare + 1 : bare;
  const given = yearAt(reader, after);
  const first = 3 * number - 2;
  const year = given ?? yearFor(reader, first);
  const period = { from: reader.calendar.day(year, first, 1), to: reader.calendar.day(year, first + 3, 1) };
  return { period, next: given === undefined ? bare : after + 1 };
};

/** "monday", "last friday", "this sunday", "next tuesday". */
const weekday: Rule = (reader, at) => {
  const offset = offsets[lowerAt(reader, at) ?? ''];
  const start = offset === undefined ? at : at + 1;
  const target = weekdays.get(lowerAt(reader, start) ?? '');
  if (offset === undefined && /days$/.test(lowerAt(reader, start) ?? '')) return undefined;
  if (target === undefined || (offset === undefined && !isNameHere(reader, start))) return undefined;
  const { today, days } = reader.calendar;
  const current = weekdayOf(today);
  const back = -(((current - target + 6) % 7) + 1);
  const ahead = (target - current + 7) % 7;
  const inWeek = target - current;
  const shift = {
    none: reader.direction === 'past' ? back : ahead,
    last: back,
    this: reader.direction === 'past' ? inWeek : ahead,
    next: inWeek + 7,
  }[offset === undefined ? 'none' : offset === 0 ? 'this' : offset < 0 ? 'last' : 'next'];
  return { period: days(today.year, today.month, today.day + shift), next: start + 1 };
};

/** "this weekend", "last weekend", "the weekend": Saturday and Sunday. */
const weekend: Rule = (reader, at) => {
  const offset = offsets[lowerAt(reader, at) ?? ''];
  const start = offset === undefined ? at : at + 1;
  if (lowerAt(reader, start) !== 'weekend') return undefined;
  const { today, days } = reader.calendar;
  const saturday = 5 - weekdayOf(today);
  const past = reader.direction === 'past' && saturday > 0;
  const shift = offset === undefined ? (past ? -7 : 0) : offset === -1 && saturday < 0 ? 0 : 7 * offset;
  return { period: days(today.year, today.month, today.day + saturday + shift, 2), next: start + 1 };
};

/** "this summer", "last winter": the northern seasons by whole months. */
const season: Rule = (reader, at) => {
  const word = lowerAt(reader, at) ?? '';
  const bare = /^(in|during|since|of|over|through|throughout|the)$/.test(lowerAt(reader, at - 1) ?? '')
    ? seasons.get(word)
    : undefined;
  const offset = bare ? 0 : offsets[word];
  const found = bare ?? seasons.get(lowerAt(reader, at + 1) ?? '');
  if (offset === undefined || !found || (bare && word === 'fall')) return undefined;
  const [first, count] = found;
  const begun = yearFor(reader, first);
  const { today, day } = reader.calendar;
  const running = begun === today.year && today.month < first + count;
  const year = offset === -1 && running ? begun - 1 : begun;
  const period = { from: day(year, first, 1), to: day(year, first + count, 1) };
  return { period, next: bare ? at + 1 : at + 2, doubt: `read as whole months of the northern calendar` };
};

/** "first half of the year", "second half of june". */
const half: Rule = (reader, at) => {
  const which = ordinalOf(lowerAt(reader, at));
  if ((which !== 1 && which !== 2) || lowerAt(reader, at + 1) !== 'half' || lowerAt(reader, at + 2) !== 'of')
    return undefined;
  const skip = /^(the|this)$/.test(lowerAt(reader, at + 3) ?? '') ? 4 : 3;
  const whole = readAtom(reader, at + skip) ?? bareUnit(reader, at + skip);
  if (!whole) return undefined;
  const { from, to } = whole.period;
  const middle = new Date((from.getTime() + to.getTime()) / 2);
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

const DAY = 86_400_000;

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
  late: [20, 31],
};

/** "early June", "mid September", "late August": ten days each. */
const thirdOf: Rule = (reader, at) => {
  const third = thirds[lowerAt(reader, at) ?? ''];
  const whole = third && month(reader, at + 1);
  if (!third || !whole) return undefined;
  const { from, to } = whole.period;
  const edge = (days: number) => new Date(Math.min(to.getTime(), from.getTime() + days * DAY));
  return {
    period: { from: edge(third[0]), to: edge(third[1]) },
    next: whole.next,
    doubt: `read as a third of the month`,
  };
};

const vague: Rule = (reader, at) => {
  const word = lowerAt(reader, at);
  if (word !== 'recently' && word !== 'lately') return undefined;
  return rolling(reader, 7, 'day', at + 1, { doubt: `"${word}" was read as the last 7 days` });
};

const rules: readonly Rule[] = [
  namedDayThenPart,
  namedDay,
  half,
  weekOf,
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

function namedDayThenPart(reader: TimeReader, at: number): Atom | undefined {
  return partOfDay(reader, at);
}

/** The time that begins with the word at `at`, the longest reading first. */
export function readAtom(reader: TimeReader, at: number): Atom | undefined {
  for (const rule of rules) {
    const atom = rule(reader, at);
    if (atom) return atom;
  }
  return undefined;
}
