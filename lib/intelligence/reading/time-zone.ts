const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known) return known;
  const formatter = makeFormatter(timezone);
  formatters.set(timezone, formatter);
  return formatter;
}

function makeFormatter(timezone: string): Intl.DateTimeFormat {
  const options = {
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: timezone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}

/** Calendar fields of a clock on the wall; `month` is 1 to 12. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Minutes that the zone is ahead of UTC at that instant; an unknown zone counts as UTC. */
export function offsetMinutes(instant: Date, timezone: string): number {
  const local = wallTime(instant, timezone);
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  return Math.round((asUtc - instant.getTime()) / 60_000);
}

export function wallTime(instant: Date, timezone: string): WallTime {
  const fields: Record<string, number> = {};
  for (const { type, value } of formatterOf(timezone).formatToParts(instant)) fields[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return { year, month, day, hour, minute, second };
}

/** The instant at which the zone's clocks show these fields; fields may overflow ("day 0" is the last of the month before). */
export function instantOf(wall: Partial<WallTime> & { year: number }, timezone: string): Date {
  const guess = Date.UTC(
    wall.year,
    (wall.month ?? 1) - 1,
    wall.day ?? 1,
    wall.hour ?? 0,
    wall.minute ?? 0,
    wall.second ?? 0,
  );
  const first = guess - offsetMinutes(new Date(guess), timezone) * 60_000;
  return new Date(guess - offsetMinutes(new Date(first), timezone) * 60_000);
}
