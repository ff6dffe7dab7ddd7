import type { Calendar } from './calendar.ts';

/** When a wording happened: from and to are instants; `weight` is how much the wording says about the event's own time. */
export interface TimeGuess {
  from: Date;
  to: Date;
  weight: number;
  /** A time of day without a day: it refines the day that other words name. */
  isClock?: boolean;
}

export const weight = { clear: 3, ongoing: 3.2, vague: 2, clock: 2.4, future: 1.2, now: 1 } as const;

const numberWords: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  couple: 2,
  few: 3,
  several: 4,
  half: 0.5,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};
export const unitDays: Record<string, number> = {
  s: 1 / 86_400,
  sec: 1 / 86_400,
  m: 1 / 1_440,
  h: 1 / 24,
  hr: 1 / 24,
  d: 1,
  day: 1,
  night: 1,
  morning: 1,
  evening: 1,
  w: 7,
  wk: 7,
  week: 7,
  fortnight: 14,
  month: 30.44,
  mo: 30.44,
  y: 365.25,
  yr: 365.25,
  year: 365.25,
  min: 1 / 1_440,
  minute: 1 / 1_440,
  hour: 1 / 24,
};
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const partHours: Record<string, [number, number]> = {
  morning: [6, 12],
  afternoon: [12, 17],
  evening: [17, 21],
  night: [19, 23.99],
  noon: [12, 12],
  midday: [12, 12],
  lunchtime: [12, 13],
  midnight: [0, 0],
  dawn: [5, 6],
  sunrise: [5.5, 6.5],
  dusk: [18, 19],
  sunset: [18, 19],
  'early hours': [0, 5],
};

/** "two" as 2, "a couple of" as 2, "12" as 12. */
export function readCount(words: string | undefined): number {
  if (words === undefined) return 1;
  const word = words
    .toLowerCase()
    .replace(/^(?:a |the )(?=couple|few)| of$/g, '')
    .replace(/^half an?$/, 'half')
    .trim();
  const value = numberWords[word] ?? Number(word);
  return Number.isFinite(value) ? value : 1;
}

export const daysOf = (n: string | undefined, name: string | undefined): number =>
  readCount(n) * (unitDays[(name ?? 'day').toLowerCase().replace(/s$/, '')] ?? 1);
const before = ({ now }: Calendar, days: number): Date => new Date(now.getTime() - days * 86_400_000);

export const wholeDay = (calendar: Calendar, offset: number, strength: number = weight.clear): TimeGuess => ({
  from: calendar.day(offset),
  to: calendar.endOfDay(offset),
  weight: strength,
});

export function dayPart(
  calendar: Calendar,
  offset: number,
  name: string | undefined,
  strength: number = weight.clear,
): TimeGuess {
  const hours = partHours[(name ?? '').toLowerCase().replace('lunch time', 'lunchtime')];
  if (!hours) return wholeDay(calendar, offset, strength);
  const [start, end] = hours;
  if (name?.toLowerCase() === 'night' && offset < 0)
    return { from: calendar.day(offset, 19), to: calendar.day(offset + 1, 5), weight: strength };
  return {
    from: calendar.day(offset, 0, start * 60),
    to: calendar.day(offset, 0, end * 60),
    weight: strength,
  };
}

/** From an amount of time ago until now; amounts in days and more start on that day. */
export const lasting = (calendar: Calendar, days: number): TimeGuess => ({
  from: days >= 1 ? calendar.day(-Math.round(days)) : before(calendar, days),
  to: calendar.now,
  weight: weight.ongoing,
});

export function ago(calendar: Calendar, days: number): TimeGuess {
  if (days < 1) return { from: before(calendar, days), to: before(calendar, days), weight: weight.clear };
  return wholeDay(calendar, -Math.round(days), days > 300 ? weight.vague : weight.clear);
}

/** Offset in days of the latest such weekday before today, or of the next one. */
export function weekdayOffset(calendar: Calendar, name: string, direction: 'past' | 'future'): number {
  const wanted = weekdays.findIndex((short) => name.toLowerCase().startsWith(short));
  const back = (calendar.weekday - wanted + 7) % 7 || 7;
  return direction === 'past' ? -back : 7 - (back % 7);
}

export const weekStart = ({ weekday }: Calendar): number => -((weekday + 6) % 7);

export const at = (instant: Date): TimeGuess => ({ from: instant, to: instant, weight: weight.clear });

export const clock = (instant: Date): TimeGuess => ({
  from: instant,
  to: instant,
  weight: weight.clock,
  isClock: true,
});

export function partToday(calendar: Calendar, name: string | undefined): TimeGuess {
  const guess = dayPart(calendar, 0, name === undefined || /midnight/i.test(name) ? undefined : name);
  return name === undefined ? wholeDay(calendar, 0) : guess;
}

/** "Noon" is the latest one that has passed, else today's. */
export function noonToday(calendar: Calendar): Date {
  return calendar.day(calendar.day(0, 12) <= calendar.now ? 0 : -1, 12);
}

/** The latest day with this number that has come. */
export function dayOfMonth(calendar: Calendar, date: number): TimeGuess | undefined {
  const { year, month, day } = calendar.today;
  const candidate = calendar.at({ year, month: day >= date ? month : month - 1, day: date });
  return date < 1 || date > 31 ? undefined : wholeDay(calendar, calendar.dayOffset(candidate));
}

const holidays: [RegExp, number, number][] = [
  [/eve$/i, 12, 24],
  [/christmas|xmas/i, 12, 25],
  [/boxing/i, 12, 26],
  [/new year/i, 1, 1],
  [/halloween/i, 10, 31],
  [/valentine/i, 2, 14],
];

export function holidayOf(calendar: Calendar, name: string, since: boolean): TimeGuess | undefined {
  const found = holidays.find(([pattern]) => pattern.test(name));
  if (!found) return undefined;
  const [, month, day] = found;
  const { year } = calendar.today;
  const thisYear = calendar.dayOffset(calendar.at({ year, month, day }));
  const offset = thisYear <= 0 ? thisYear : calendar.dayOffset(calendar.at({ year: year - 1, month, day }));
  return since ? sinceDay(calendar, offset) : wholeDay(calendar, offset);
}

export function sinceDay(calendar: Calendar, offset: number): TimeGuess {
  return { from: calendar.day(offset), to: calendar.now, weight: weight.ongoing };
}

export function lastWeekend(calendar: Calendar): TimeGuess {
  const saturday = calendar.weekday === 6 ? 0 : -(calendar.weekday + 1);
  return { from: calendar.day(saturday), to: calendar.endOfDay(saturday + 1), weight: weight.clear };
}
