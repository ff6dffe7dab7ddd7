const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    ...{
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    },
  });
  formatters.set(timezone, made);
  return made;
}

/** Wall clock of an instant: day "YYYY-MM-DD", hour 0-23. */
export function localClock(instant: string, timezone: string): { day: string; hour: number; time: string } {
  const parts = formatter(timezone).formatToParts(Date.parse(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((entry) => entry.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
  };
}

export const localDay = (instant: string, timezone: string): string => localClock(instant, timezone).day;

/** The instant at which a local day begins. */
export function startOfDay(day: string, timezone: string): string {
  const target = Date.parse(`${day}T00:00:00Z`);
  let guess = target;
  for (let round = 0; round < 3; round++) {
    const clock = localClock(new Date(guess).toISOString(), timezone);
    guess += target - Date.parse(`${clock.day}T${clock.time}Z`);
  }
  return new Date(guess).toISOString();
}

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Days from one local day to another; 0 for the same day. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const weekdayIndex = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
export const weekdayOf = (day: string): string => WEEKDAYS[weekdayIndex(day)] ?? '';

/** Monday of the day's calendar week. */
export const mondayOf = (day: string): string => addDays(day, -((weekdayIndex(day) + 6) % 7));
