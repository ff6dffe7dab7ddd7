import { type GroupBy, type ReportFilter, reportFilter } from '../../lib/domain/filter.ts';
import { localClock, mondayOf, startOfDay, weekdayOf } from './calendar.ts';
import { mentions } from './words.ts';
import type { Answer, DomainKey, EvalStore, Plan, StoreReport } from './schemas.ts';

/** Time of the event; the store holds no extracted timestamps. */
export const eventTime = (report: StoreReport): string => report.occurred_at ?? report.created_at;

const EARTH_RADIUS_KM = 6_371.0088;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres (haversine, mean earth radius). */
export function distanceKm(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const [latitudeA, latitudeB] = [radians(a.lat), radians(b.lat)];
  const halfChord =
    Math.sin((latitudeB - latitudeA) / 2) ** 2 +
    Math.cos(latitudeA) * Math.cos(latitudeB) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(halfChord)));
}

/** Id of the team or user a name means; the name itself when nobody has it. Without case. */
export function resolveAssignee(name: string, store: EvalStore): string {
  const wanted = name.trim().toLowerCase();
  const isWanted = (candidate: string) => candidate.toLowerCase() === wanted;
  const team = store.teams.find((each) => [each.team_id, each.team_name, ...each.aliases].some(isWanted));
  const user = store.users.find((each) => [each.user_id, each.username].some(isWanted));
  return (team?.team_id ?? user?.user_id ?? name.trim()).toLowerCase();
}

const escapeRegExp = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** Whole phrase, without case. */
export const containsPhrase = (text: string, phrase: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(phrase.trim())}(?![\\p{L}\\p{N}])`, 'iu').test(text);

const within = (value: string, from?: string, to?: string): boolean =>
  (from === undefined || Date.parse(value) >= Date.parse(from)) &&
  (to === undefined || Date.parse(value) < Date.parse(to));

const oneOf = (value: string | null, allowed?: readonly string[]): boolean =>
  allowed === undefined ||
  (value !== null && allowed.some((each) => each.toLowerCase() === value.toLowerCase()));

function matchesTime(report: StoreReport, filter: ReportFilter, store: EvalStore): boolean {
  if (!within(eventTime(report), filter.from, filter.to)) return false;
  if (filter.due_from === undefined && filter.due_to === undefined) return true;
  return (
    report.due_date !== null &&
    within(startOfDay(report.due_date, store.timezone), filter.due_from, filter.due_to)
  );
}

function matchesSpace(report: StoreReport, filter: ReportFilter): boolean {
  if (filter.place !== undefined && !(report.place && containsPhrase(report.place, filter.place)))
    return false;
  if (!filter.bbox && !filter.near) return true;
  if (report.lon === null || report.lat === null) return false;
  const position = { lon: report.lon, lat: report.lat };
  if (filter.near && distanceKm(position, filter.near) > filter.near.radius_km) return false;
  if (!filter.bbox) return true;
  const [west, south, east, north] = filter.bbox;
  return west <= position.lon && position.lon <= east && south <= position.lat && position.lat <= north;
}

function isExcluded(report: StoreReport, filter: ReportFilter, store: EvalStore): boolean {
  const { not } = filter;
  if (!not) return false;
  const assignees = not.assignee?.map((name) => resolveAssignee(name, store));
  return Boolean(
    not.status?.includes(report.status) ||
    not.category?.includes(report.category) ||
    not.urgency?.includes(report.urgency) ||
    (assignees && oneOf(report.assignee, assignees)) ||
    (not.place && report.place && containsPhrase(report.place, not.place)),
  );
}

/** Whether a report is meant by a filter: all fields of lib/domain/filter.ts except `created_by`, which the store lacks. */
export function matches(report: StoreReport, filter: ReportFilter, store: EvalStore): boolean {
  const assignees = filter.assignee?.map((name) => resolveAssignee(name, store));
  return (
    oneOf(report.incident_id, filter.incident_ids) &&
    oneOf(report.status, filter.status) &&
    oneOf(report.category, filter.category) &&
    oneOf(report.urgency, filter.urgency) &&
    oneOf(report.sentiment, filter.sentiment) &&
    oneOf(report.priority, filter.priority) &&
    oneOf(report.source, filter.source) &&
    oneOf(report.assignee, assignees) &&
    (filter.assigned === undefined || filter.assigned === (report.assignee !== null)) &&
    matchesTime(report, filter, store) &&
    matchesSpace(report, filter) &&
    (filter.q === undefined || mentions(report.text, filter.q)) &&
    !isExcluded(report, filter, store)
  );
}

/** Reports of a domain that a filter means, newest event first. */
export const select = (store: EvalStore, domainId: DomainKey, filter: ReportFilter): StoreReport[] =>
  store.reports
    .filter((report) => report.domain_id === domainId && matches(report, reportFilter.parse(filter), store))
    .sort((a, b) => Date.parse(eventTime(b)) - Date.parse(eventTime(a)));

/**
 * Key of a report under a grouping; null when it has none. day "2026-10-14", week: its Monday, month "2026-10",
 * hour "00".."23", weekday "Monday", all in the store's time zone.
 */
export function groupKey(report: StoreReport, by: GroupBy, store: EvalStore): string | null {
  const { day, hour } = localClock(eventTime(report), store.timezone);
  const keys: Record<string, string | null> = {
    ...{
      status: report.status,
      category: report.category,
      urgency: report.urgency,
      sentiment: report.sentiment,
    },
    ...{ place: report.place, assignee: report.assignee, source: report.source },
    ...{ day, week: mondayOf(day), month: day.slice(0, 7), weekday: weekdayOf(day) },
    hour: String(hour).padStart(2, '0'),
  };
  return keys[by] ?? null;
}

/** Counts by key; reports without a key are left out. */
export function countGroups(
  reports: readonly StoreReport[],
  by: GroupBy,
  store: EvalStore,
): Record<string, number> {
  const groups = new Map<string, number>();
  for (const report of reports) {
    const key = groupKey(report, by, store);
    if (key !== null) groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** First or last of a ranking. Throws when the place is shared: such a question has no single answer. */
function ranked(groups: Record<string, number>, rank: 'most' | 'least'): Answer {
  const sorted = Object.entries(groups).sort(([, a], [, b]) => (rank === 'most' ? b - a : a - b));
  const [first, second] = sorted;
  if (!first) return { none: true };
  if (second?.[1] === first[1])
    throw new RangeError(`tie between ${first[0]} and ${second[0]} at ${first[1]}`);
  return { top: first[0], count: first[1] };
}

/** The answer by brute force. `list`: the reports themselves are asked for, not their number. */
export function answerOf(plan: Plan, store: EvalStore, domainId: DomainKey, list: boolean): Answer {
  const reports = select(store, domainId, plan.filter);
  if (plan.versus) return { compare: [reports.length, select(store, domainId, plan.versus).length] };
  const by = plan.group_by ?? plan.interval;
  if (by !== undefined) {
    const groups = countGroups(reports, by, store);
    return plan.rank ? ranked(groups, plan.rank) : { groups };
  }
  if (list) return { ids: reports.slice(0, plan.latest).map((report) => report.incident_id) };
  return { count: reports.length };
}
