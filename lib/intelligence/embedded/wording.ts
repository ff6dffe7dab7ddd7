import type { Aggregation } from '../../ports/relational.ts';

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** "the one report read" or "none of the 5 reports read", for a statement that holds for no report. */
export const noneOf = (count: number): string =>
  count === 1 ? 'The one report read' : `None of the ${plural(count, 'report')} read`;

/** "it is finished", "none of the 5 is finished", "2 of 5 are finished". */
export function finishedOf(done: number, total: number): string {
  if (total === 1) return done === 1 ? 'it is finished' : 'it is not finished';
  if (done === 0) return `none of the ${total} is finished`;
  if (done === total) return `all ${total} are finished`;
  return `${done} of ${total} ${done === 1 ? 'is' : 'are'} finished`;
}

export const readable = (key: string): string => key.replaceAll('_', ' ');

/** "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Groups that have a key and reports, as given. */
export const named = (groups: readonly Aggregation[] | undefined): (Aggregation & { key: string })[] =>
  (groups ?? []).filter(
    (group): group is Aggregation & { key: string } => group.key !== null && group.count > 0,
  );

export const unnamedCount = (groups: readonly Aggregation[] | undefined): number =>
  (groups ?? []).filter(({ key }) => key === null).reduce((sum, { count }) => sum + count, 0);

/** "garbage (8), noise (5)": at most `limit` groups. */
export const withCounts = (groups: readonly { key: string; count: number }[], limit = 5): string =>
  listed(groups.slice(0, limit).map(({ key, count }) => `${readable(key)} (${count})`));

/** The first sentence of a text, shortened to about `limit` characters. */
export function excerpt(text: string, limit = 110): string {
  const first = text.trim().split(/(?<=[.!?])\s/)[0] ?? '';
  if (first.length <= limit) return first;
  return `${first.slice(0, limit).replace(/\s+\S*$/, '')}…`;
}

/** An instant as a local day and time of the zone, "14 Oct 2026, 15:30". */
export const localMoment = (instant: string, timezone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));

export const localDay = (instant: string, timezone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(instant));
