import { instantOf, wallTime, type WallTime } from '../reading/time-zone.ts';

/** A stretch of time, `from` inclusive, `to` exclusive; a missing end is open. */
export interface Period {
  from?: Date | undefined;
  to?: Date | undefined;
}
/** A stretch with both ends. */
export interface ClosedPeriod {
  from: Date;
  to: Date;
}

export const units = ['minute', 'hour', 'day', 'week', 'fortnight', 'month', 'quarter', 'year'] as const;
export type Unit = (typeof units)[number];

/** 0 is Monday. */
export const weekdayOf = ({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): number =>
  (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;

/** Calendar reckoning of one moment in one time zone. Weeks start on Monday. */
export interface Calendar {
  readonly now: Date;
  readonly timezone: string;
  readonly today: WallTime;
  /** Start of a local day; months and days may overflow. */
  readonly day: (year: number, month: number, day: number) => Date;
  /** Whole local days: from the start of one, `count` of them. */
  readonly days: (year: number, month: number, day: number, count?: number) => ClosedPeriod;
  /** The calendar unit that holds today, moved by `offset` units; -1 is the previous one. */
  readonly unit: (unit: Unit, offset: number) => ClosedPeriod;
  /** The moment `count` units before (negative: after) now; days and longer keep the local clock time. */
  readonly before: (count: number, unit: Unit) => Date;
}

const MINUTE = 60_000;

function unitStart(
  unit: Unit,
  { year, month, day, hour, minute }: WallTime,
  offset: number,
): Partial<WallTime> & { year: number } {
  switch (unit) {
    case 'minute':
      return { year, month, day, hour, minute: minute + offset };
    case 'hour':
      return { year, month, day, hour: hour + offset };
    case 'day':
      return { year, month, day: day + offset };
    case 'week':
      return { year, month, day: day - weekdayOf({ year, month, day }) + 7 * offset };
    case 'fortnight':
      return { year, month, day: day - weekdayOf({ year, month, day }) - 7 + 14 * offset };
    case 'month':
      return { year, month: month + offset };
    case 'quarter':
      return { year, month: month - ((month - 1) % 3) + 3 * offset };
    case 'year':
      return { year: year + offset };
  }
}

function moved({ year, month, day, hour, minute, second }: WallTime, count: number, unit: Unit) {
  const clock = { hour, minute, second };
  if (unit === 'day') return { year, month, day: day - count, ...clock };
  if (unit === 'week') return { year, month, day: day - 7 * count, ...clock };
  if (unit === 'fortnight') return { year, month, day: day - 14 * count, ...clock };
  const months = { month: 1, quarter: 3, year: 12 }[unit as 'month' | 'quarter' | 'year'] * count;
  const lastDay = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return { year, month: month - months, day: Math.min(day, lastDay), ...clock };
}

export function makeCalendar(now: Date, timezone: string): Calendar {
  const today = wallTime(now, timezone);
  const day = (year: number, month: number, of: number) => instantOf({ year, month, day: of }, timezone);
  return {
    now,
    timezone,
    today,
    day,
    days: (year, month, of, count = 1) => ({ from: day(year, month, of), to: day(year, month, of + count) }),
    unit: (unit, offset) => ({
      from: instantOf(unitStart(unit, today, offset), timezone),
      to: instantOf(unitStart(unit, today, offset + 1), timezone),
    }),
    before: (count, unit) => {
      if (unit === 'minute') return new Date(now.getTime() - count * MINUTE);
      if (unit === 'hour') return new Date(now.getTime() - count * 60 * MINUTE);
      const instant = instantOf(moved(today, count, unit), timezone);
      return new Date(instant.getTime() + now.getUTCMilliseconds());
    },
  };
}

/** The local calendar date of an instant as YYYY-MM-DD. */
export function localDate(instant: Date, timezone: string): string {
  const { year, month, day } = wallTime(instant, timezone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
