import { wallTime } from '../../reading/time-zone.ts';
import { localDate, weekdayOf, type Period, type Unit } from '../calendar.ts';
import type { Sentence } from '../sentence.ts';
import { timeReader } from '../slots/time.ts';
import { readAtom } from '../time/atoms.ts';
import { numberOf, unitWords, weekdays } from '../time/names.ts';

export const DAY = 86_400_000;

/** The last local day of a period. */
export const lastDayOf = ({ from, to }: Period, timezone: string): string => {
  const end = to ? new Date(to.getTime() - 1) : (from ?? new Date(0));
  return localDate(end, timezone);
};

/** A date with the index of the word after it. */
export interface FoundDate {
  period: Period;
  next: number;
  doubt?: string | undefined;
}

/** "end of day tomorrow", "EOD Friday": that day. */
const endOfDay = (sentence: Sentence, unit: Unit, next: number): FoundDate | undefined =>
  unit === 'day'
    ? readAtom(timeReader(sentence, 'future'), /^(on|of)$/.test(sentence.at(next)) ? next + 1 : next)
    : undefined;

/** "end of the month", "end of day", "eod", "month end". */
function endOf(sentence: Sentence, at: number): FoundDate | undefined {
  const { calendar } = sentence;
  const short = { eod: 'day', eow: 'week', eom: 'month', cob: 'day' }[sentence.at(at)] as Unit | undefined;
  if (short) return endOfDay(sentence, short, at + 1) ?? { period: calendar.unit(short, 0), next: at + 1 };
  const reversed = unitWords.get(sentence.at(at));
  if (reversed && sentence.at(at + 1) === 'end') return { period: calendar.unit(reversed, 0), next: at + 2 };
  if (sentence.at(at) !== 'end' && sentence.at(at) !== 'close') return undefined;
  let index = at + 1;
  while (/^(of|the|this|current|business|working)$/.test(sentence.at(index))) index++;
  const offset = sentence.at(index) === 'next' ? 1 : 0;
  const unit = unitWords.get(sentence.at(index + offset));
  const next = index + offset + 1;
  return unit && (endOfDay(sentence, unit, next) ?? { period: calendar.unit(unit, offset), next });
}

/** "in three days", "within 48 hours", "3 days from now". */
export function inUnits(sentence: Sentence, at: number): FoundDate | undefined {
  const start = /^(in|within)$/.test(sentence.at(at)) ? at + 1 : at;
  const article = /^(a|an|one)$/.test(sentence.at(start));
  const after = sentence.at(start) === 'the' && sentence.at(start + 1) === 'next' ? start + 2 : start;
  const count = article ? 1 : numberOf(sentence.at(after));
  const unit = unitWords.get(sentence.at(after + 1));
  if (count === undefined || !unit) return undefined;
  const tail = /^(from now|from today)$/.test(sentence.phrase(after + 2, after + 4));
  if (start === at && !tail) return undefined;
  const { calendar } = sentence;
  const { year, month, day } = wallTime(calendar.before(-count, unit), calendar.timezone);
  return { period: calendar.days(year, month, day), next: tail ? after + 4 : after + 2 };
}

/** A clock time says nothing about the day: "5 pm", "17:00", "noon". */
function afterClock(sentence: Sentence, at: number): number {
  const word = sentence.at(at);
  if (/^(\d{1,2}:\d{2}|\d{1,2}(am|pm)|noon|midnight)$/.test(word))
    return /^(am|pm)$/.test(sentence.at(at + 1)) ? at + 2 : at + 1;
  if (numberOf(word) !== undefined && /^(am|pm|o'clock)$/.test(sentence.at(at + 1))) return at + 2;
  return at;
}

/** "next Friday" on a Wednesday, "end of the week": people mean either of two days. */
function ambiguityOf(sentence: Sentence, at: number): string | undefined {
  const day = weekdays.get(sentence.at(at + 1));
  const isNext = sentence.at(at) === 'next' && day !== undefined && day > weekdayOf(sentence.calendar.today);
  const isWeekEnd = /^(end of (the |this )?week|eow|weekend|this weekend|week end)/.test(
    sentence.phrase(at, at + 4),
  );
  return isNext || isWeekEnd ? 'the day can be meant otherwise' : undefined;
}

/** The date that begins with the word at `at`, a clock time before or after it included. */
export function dateAt(sentence: Sentence, at: number): FoundDate | undefined {
  const start = afterClock(sentence, at);
  const from = start > at && /^(on|of)$/.test(sentence.at(start)) ? start + 1 : start;
  const found =
    endOf(sentence, from) ?? inUnits(sentence, from) ?? readAtom(timeReader(sentence, 'future'), from);
  if (!found) return undefined;
  const tail =
    sentence.at(found.next) === 'at'
      ? afterClock(sentence, found.next + 1)
      : afterClock(sentence, found.next);
  const doubt = found.doubt ?? ambiguityOf(sentence, from);
  return {
    ...found,
    ...(doubt !== undefined && { doubt }),
    next: tail > found.next + (sentence.at(found.next) === 'at' ? 1 : 0) ? tail : found.next,
  };
}

/** "three more days": more time than a deadline that only the reports know. */
export const isMoreTime = (sentence: Sentence): boolean =>
  sentence.words.some(
    ({ index }) =>
      numberOf(sentence.at(index)) !== undefined &&
      /^(more|extra|additional)$/.test(sentence.at(index + 1)) &&
      unitWords.has(sentence.at(index + 2)),
  );
