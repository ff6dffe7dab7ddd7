import { weekdayOf, type Unit } from '../calendar.ts';
import { numberOf, unitWords, weekdays } from './names.ts';
import { isNameHere, lowerAt, offsets, rolling, type Atom, type Rule, type TimeReader } from './reader.ts';

export const namedDay: Rule = (reader, at) => {
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
export const partOfDay: Rule = (reader, at) => {
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
export const rollingSpan: Rule = (reader, at) => {
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

/** "the past week", "in the last month": counted from this moment; "last week" is the calendar week before this one. */
export const pastUnit: Rule = (reader, at) => {
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
export const calendarUnit: Rule = (reader, at) => {
  const offset = offsets[lowerAt(reader, at) ?? ''];
  const word = lowerAt(reader, at + 1) ?? '';
  const unit = unitWords.get(word);
  if (offset === undefined || !unit) return undefined;
  const twoBack = offset === -1 && lowerAt(reader, at + 2) === 'but' && lowerAt(reader, at + 3) === 'one';
  const period = reader.calendar.unit(unit, twoBack ? -2 : offset);
  return { period, next: twoBack ? at + 4 : at + 2 };
};

/** "week before last", "month to date", "year to date". */
export const unitBeforeLast: Rule = (reader, at) => {
  const unit = unitWords.get(lowerAt(reader, at) ?? '');
  if (!unit) return undefined;
  const tail = `${lowerAt(reader, at + 1) ?? ''} ${lowerAt(reader, at + 2) ?? ''}`;
  if (tail === 'before last') return { period: reader.calendar.unit(unit, -2), next: at + 3 };
  if (tail === 'to date') return { period: reader.calendar.unit(unit, 0), next: at + 3 };
  if (tail === 'after next') return { period: reader.calendar.unit(unit, 2), next: at + 3 };
  return undefined;
};

export const yearToDate: Rule = (reader, at) =>
  lowerAt(reader, at) === 'ytd' ? { period: reader.calendar.unit('year', 0), next: at + 1 } : undefined;

/** "3 days ago" is that day, "2 weeks ago" that calendar week; hours are counted exactly. */
export const ago: Rule = (reader, at) => {
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

/** "monday", "last friday", "this sunday", "next tuesday". */
export const weekday: Rule = (reader, at) => {
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
  const week = offset === undefined ? offsets[lowerAt(reader, start + 1) ?? ''] : undefined;
  if (week !== undefined && lowerAt(reader, start + 2) === 'week')
    return { period: days(today.year, today.month, today.day + inWeek + 7 * week), next: start + 3 };
  return { period: days(today.year, today.month, today.day + shift), next: start + 1 };
};

/** "this weekend", "last weekend", "the weekend": Saturday and Sunday. */
export const weekend: Rule = (reader, at) => {
  const offset = offsets[lowerAt(reader, at) ?? ''];
  const start = offset === undefined ? at : at + 1;
  if (lowerAt(reader, start) !== 'weekend') return undefined;
  const { today, days } = reader.calendar;
  const twoBack = lowerAt(reader, start + 1) === 'before' && lowerAt(reader, start + 2) === 'last';
  const saturday = 5 - weekdayOf(today);
  const past = reader.direction === 'past' && saturday > 0;
  const shift = offset === undefined ? (past ? -7 : 0) : offset === -1 && saturday < 0 ? 0 : 7 * offset;
  const weeks = twoBack ? (saturday > 0 ? -14 : -7) : shift;
  const next = twoBack ? start + 3 : start + 1;
  return { period: days(today.year, today.month, today.day + saturday + weeks, 2), next };
};

export const vague: Rule = (reader, at) => {
  const word = lowerAt(reader, at);
  if (word !== 'recently' && word !== 'lately') return undefined;
  return rolling(reader, 7, 'day', at + 1, { doubt: `"${word}" was read as the last 7 days` });
};
