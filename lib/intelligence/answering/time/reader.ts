import type { Calendar, ClosedPeriod, Unit } from '../calendar.ts';
import type { Word } from '../words.ts';
import { doubtful, ordinalOf } from './names.ts';

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

export type Rule = (reader: TimeReader, at: number) => Atom | undefined;

export const lowerAt = ({ words }: TimeReader, at: number): string | undefined => words[at]?.lower;

const YEAR = /^(19|20)\d{2}$/;

export const yearAt = (reader: TimeReader, at: number): number | undefined => {
  const word = lowerAt(reader, at);
  return word !== undefined && YEAR.test(word) ? Number(word) : undefined;
};

/** Months and days without a year: the latest that has begun, or for deadlines the next that is not over. */
export function yearFor(reader: TimeReader, month: number, day = 1): number {
  const { today } = reader.calendar;
  const position = month * 100 + day;
  const todays = today.month * 100 + (day === 1 && reader.direction === 'past' ? 31 : today.day);
  if (reader.direction === 'past') return position <= todays ? today.year : today.year - 1;
  return position >= today.month * 100 + today.day ? today.year : today.year + 1;
}

export const offsets: Readonly<Record<string, number>> = {
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

export function rolling(
  reader: TimeReader,
  count: number,
  unit: Unit,
  next: number,
  extra: Partial<Atom>,
): Atom {
  const { calendar } = reader;
  const edge = calendar.before(count, unit);
  const period = count > 0 ? { from: edge, to: calendar.now } : { from: calendar.now, to: edge };
  return { period, next, rolling: true, ...extra };
}

export const isTimeCue = (word: string | undefined): boolean =>
  word !== undefined &&
  /^(in|on|since|during|of|last|this|next|from|until|till|before|after|by|between|to|for|and|through|throughout|early|late|mid|per)$/.test(
    word,
  );

/** A name that may be an ordinary word counts as time after a cue or beside a number, or when it cannot be a verb. */
export function isNameHere(reader: TimeReader, at: number): boolean {
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

export const DAY = 86_400_000;
