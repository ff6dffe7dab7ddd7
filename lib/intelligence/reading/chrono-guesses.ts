import * as chrono from 'chrono-node';
import type { Calendar } from './calendar.ts';
import { weekdayOffset, weekdays, weight, type TimeGuess } from './time-guesses.ts';
import { offsetMinutes } from './time-zone.ts';
import type { Span, TimeContext } from './types.ts';

/** A guess with the words it comes from. */
export interface Candidate extends TimeGuess {
  span: Span;
  /** Today or later. */
  isAhead: boolean;
}

const monthFirst = new Set(['US', 'PH', 'FM', 'PW', 'CA']);
const mayNameTime = /\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|noon/i;

/** Dates and clock times that chrono finds, each put right: weekdays and dates without a year are the latest that have passed. */
export function fromChrono(
  text: string,
  calendar: Calendar,
  context: TimeContext,
  own: readonly Candidate[],
): Candidate[] {
  if (!mayNameTime.test(text)) return [];
  const parser = monthFirst.has(context.country ?? '') ? chrono.en.casual : chrono.en.GB;
  const timezone = offsetMinutes(context.now, context.timezone);
  return parser.parse(text, { instant: context.now, timezone }, { forwardDate: false }).flatMap((result) => {
    const span = { start: result.index, end: result.index + result.text.length, text: result.text };
    const overlapping = own.find((other) => other.span.start < span.end && span.start < other.span.end);
    if (!isTime(result, text)) return [];
    const guess = readResult(result, text, calendar);
    if (!guess) return [];
    const isAhead = guess.to >= calendar.now;
    if (!overlapping && isClockOnly(result) && own.some(({ weight: strength }) => strength === weight.future))
      return [];
    if (!overlapping) return [{ ...guess, span, isAhead }];
    return isFinerThan(result, guess, overlapping)
      ? [{ ...guess, weight: overlapping.weight + 0.1, span, isAhead, isClock: overlapping.isClock === true }]
      : [];
  });
}

const isClockOnly = ({ start }: chrono.ParsedResult): boolean =>
  start.isCertain('hour') && !start.isCertain('day') && !start.isCertain('weekday');

/** A clock time inside a day that the rules found. */
const isFinerThan = ({ start }: chrono.ParsedResult, { from }: TimeGuess, other: TimeGuess): boolean =>
  start.isCertain('hour') && from >= other.from && from <= other.to && other.weight < weight.ongoing;

function isTime({ text, start, index }: chrono.ParsedResult, whole: string): boolean {
  if (/^(?:sat|sun|mon|wed|may|mar|march|second|now|dec|fri|thu|tue|jan)$/.test(text))
    return /\b(?:on|since|last|this|in|from|of|until|every)\s+$/i.test(whole.slice(0, index));
  if (/^\d+(?:[./-]\d+)?$/.test(text.trim()) && !start.isCertain('year'))
    return (
      /\b(?:on|dated?|since|from)\s+(?:the\s+)?$/i.test(whole.slice(0, index)) &&
      start.isCertain('month') &&
      start.isCertain('day')
    );
  if (/^(?:now|from \d{1,2}|\d{1,2} to \d{1,2}|at the moment)$/i.test(text.trim())) return false;
  if (/^\d{1,2}$|^(?:at|in|for|within) \d{1,2}$/i.test(text.trim())) return /^at/i.test(text);
  const onlyYear =
    !start.isCertain('month') &&
    !start.isCertain('day') &&
    !start.isCertain('weekday') &&
    !start.isCertain('hour');
  return (
    !onlyYear &&
    !/^(?:in|within|next|after)\s+(?:\d+|a|an|one|two|three|four|five|six|few|couple)\b/i.test(text)
  );
}

function readResult(
  { start, end, index }: chrono.ParsedResult,
  text: string,
  calendar: Calendar,
): TimeGuess | undefined {
  const since =
    /\b(?:since|from|starting|after)\s+(?:the\s+|last\s+|around\s+|about\s+)?$/i.test(
      text.slice(Math.max(0, index - 20), index),
    ) || /^(?:since|from)/i.test(text.slice(index));
  const from = settle(start, calendar, text, index);
  if (!from) return undefined;
  if (end) {
    const last = settle(end, calendar, text, index) ?? from;
    return { from: from.from, to: last.to >= from.from ? last.to : from.to, weight: from.weight };
  }
  return since && from.from < calendar.now
    ? { from: from.from, to: calendar.now, weight: weight.ongoing }
    : from;
}

/** Moves a date that chrono put into the future to the latest one that has passed. */
function settle(
  parts: chrono.ParsedComponents,
  calendar: Calendar,
  text: string,
  index: number,
): TimeGuess | undefined {
  const future = isOfFuture(text, index);
  const hasHour = parts.isCertain('hour');
  let date = parts.date();
  let strength: number = weight.clear;
  if (parts.isCertain('weekday') && !parts.isCertain('day')) {
    const offset = weekdayOffset(
      calendar,
      weekdays[parts.get('weekday') ?? 0] ?? 'sun',
      future ? 'future' : 'past',
    );
    date = calendar.day(offset, parts.get('hour') ?? 12, parts.get('minute') ?? 0);
  } else if (date > calendar.now && calendar.dayOffset(date) > 0 && !future && !parts.isCertain('year')) {
    date = calendar.at({ ...wallOf(parts), year: (parts.get('year') ?? calendar.today.year) - 1 });
  } else if (
    hasHour &&
    !parts.isCertain('day') &&
    !parts.isCertain('month') &&
    date > calendar.now &&
    !future
  ) {
    date =
      parts.isCertain('meridiem') || (parts.get('hour') ?? 0) > 12
        ? new Date(date.getTime() - 86_400_000)
        : earlierToday(date, calendar);
  }
  if (calendar.dayOffset(date) > 0) strength = weight.future;
  const isClock =
    hasHour && !parts.isCertain('day') && !parts.isCertain('weekday') && !parts.isCertain('month');
  if (isClock) return { from: date, to: date, weight: Math.min(strength, weight.clock), isClock };
  if (hasHour) return { from: date, to: date, weight: strength };
  if (parts.isCertain('month') && !parts.isCertain('day')) return monthOf(date, calendar, parts);
  const offset = calendar.dayOffset(date);
  return { from: calendar.day(offset), to: calendar.endOfDay(offset), weight: strength };
}

/** "At 2:40" without am or pm is the latest such time: this afternoon's, this morning's, or yesterday's. */
function earlierToday(date: Date, calendar: Calendar): Date {
  const halfDay = new Date(date.getTime() - 43_200_000);
  return halfDay <= calendar.now && calendar.dayOffset(halfDay) === 0
    ? halfDay
    : new Date(date.getTime() - 86_400_000);
}

function wallOf(parts: chrono.ParsedComponents): {
  month: number;
  day: number;
  hour: number;
  minute: number;
} {
  return {
    month: parts.get('month') ?? 1,
    day: parts.get('day') ?? 1,
    hour: parts.get('hour') ?? 12,
    minute: parts.get('minute') ?? 0,
  };
}

function monthOf(date: Date, calendar: Calendar, parts: chrono.ParsedComponents): TimeGuess {
  const year = parts.get('year') ?? calendar.today.year;
  const month = parts.get('month') ?? 1;
  const from = calendar.at({ year, month });
  const past =
    from > calendar.now && !parts.isCertain('year') ? calendar.at({ year: year - 1, month }) : from;
  const shift = past === from ? 0 : -1;
  return {
    from: past,
    to: new Date(calendar.at({ year: year + shift, month: month + 1 }).getTime() - 1),
    weight: weight.vague,
  };
}

const isOfFuture = (text: string, index: number): boolean =>
  /\b(?:by|before)\s+(?:the\s+)?$/i.test(text.slice(Math.max(0, index - 12), index)) ||
  /\b(?:will|going to|scheduled|planned|next|coming|upcoming|forecast|expected|warning|due|tomorrow|shall|until|till)\b[^.!?]{0,40}$/i.test(
    text.slice(Math.max(0, index - 60), index),
  );
