import { instantOf, wallTime, type WallTime } from './time-zone.ts';

/** Days, weeks and months on the clocks of one zone, seen from one moment. All answers are instants. */
export interface Calendar {
  now: Date;
  timezone: string;
  today: WallTime;
  /** 0 for Sunday. */
  weekday: number;
  /** Start of the day this many days from today, with an hour of that day if wanted. */
  day(offset: number, hour?: number, minute?: number): Date;
  endOfDay(offset: number): Date;
  /** Start of the month this many months from the current one. */
  month(offset: number): Date;
  year(offset: number): Date;
  /** Whole days from today to the day of that instant; negative in the past. */
  dayOffset(instant: Date): number;
  at(wall: Partial<WallTime> & { year: number }): Date;
}

const dayMilliseconds = 86_400_000;

export function makeCalendar(now: Date, timezone: string): Calendar {
  const today = wallTime(now, timezone);
  const at = (wall: Partial<WallTime> & { year: number }): Date => instantOf(wall, timezone);
  const day = (offset: number, hour = 0, minute = 0): Date =>
    at({ year: today.year, month: today.month, day: today.day + offset, hour, minute });
  const dayNumber = ({ year, month, day: date }: WallTime): number =>
    Date.UTC(year, month - 1, date) / dayMilliseconds;
  return {
    now,
    timezone,
    today,
    weekday: new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay(),
    day,
    endOfDay: (offset) => new Date(day(offset + 1).getTime() - 1),
    month: (offset) => at({ year: today.year, month: today.month + offset }),
    year: (offset) => at({ year: today.year + offset }),
    dayOffset: (instant) => dayNumber(wallTime(instant, timezone)) - dayNumber(today),
    at,
  };
}
