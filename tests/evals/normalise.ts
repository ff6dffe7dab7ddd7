import type { ReportFilter } from '../../lib/domain/filter.ts';
import { reportStatus, urgency } from '../../lib/domain/report-vocabulary.ts';
import { addDays, localClock, localDay } from './calendar.ts';
import { eventTime, resolveAssignee } from './reference.ts';
import { wordsOf } from './words.ts';
import { categoryKeys, type Changes, type DomainKey, type EvalStore } from './schemas.ts';

const sorted = (values: readonly string[] | undefined): string[] | undefined =>
  values && [...new Set(values.map((value) => value.trim().toLowerCase()))].sort();

/** Allowed values of a closed field after exclusions; undefined when nothing is excluded. */
function allowed(
  all: readonly string[],
  only?: readonly string[],
  not?: readonly string[],
): string[] | undefined {
  const left = all.filter((value) => (!only || only.includes(value)) && !not?.includes(value));
  return left.length === all.length ? undefined : left.sort();
}

/** The start of a range, to the minute; dropped when it lies before everything in the store. */
function lowerBound(from: string | undefined, store: EvalStore): string | undefined {
  if (
    from === undefined ||
    store.reports.every((report) => eventTime(report) >= new Date(from).toISOString())
  )
    return undefined;
  return new Date(from).toISOString().slice(0, 16);
}

/** The end of a range, to the minute; dropped when it is not before now, because nothing lies in the future. */
function upperBound(to: string | undefined, store: EvalStore): string | undefined {
  if (to === undefined || Date.parse(to) >= Date.parse(store.now)) return undefined;
  return new Date(to).toISOString().slice(0, 16);
}

/** Due dates are days: a bound inside a day means the next day's start. */
function dueBound(bound: string | undefined, store: EvalStore): string | undefined {
  if (bound === undefined) return undefined;
  const { day, time } = localClock(bound, store.timezone);
  return time === '00:00:00' ? day : addDays(day, 1);
}

/**
 * A text that is equal for filters of the same meaning on this store: exclusions of closed fields are folded into
 * what is allowed, names become ids, order, case and redundant bounds do not count.
 */
export function normaliseFilter(filter: ReportFilter, store: EvalStore, domainId: DomainKey): string {
  const assignee = sorted(filter.assignee?.map((name) => resolveAssignee(name, store)));
  const near =
    filter.near && [filter.near.lon, filter.near.lat, filter.near.radius_km].map((value) => value.toFixed(2));
  return JSON.stringify({
    incident_ids: sorted(filter.incident_ids),
    status: allowed(reportStatus.options, filter.status, filter.not?.status),
    category: allowed(categoryKeys[domainId], filter.category, filter.not?.category),
    urgency: allowed(urgency.options, filter.urgency, filter.not?.urgency),
    sentiment: sorted(filter.sentiment),
    priority: sorted(filter.priority),
    assignee,
    assigned: assignee ? undefined : filter.assigned,
    source: sorted(filter.source),
    from: lowerBound(filter.from, store),
    to: upperBound(filter.to, store),
    due_from: dueBound(filter.due_from, store),
    due_to: dueBound(filter.due_to, store),
    ...{ bbox: filter.bbox, near, place: filter.place?.trim().toLowerCase() },
    q: filter.q === undefined ? undefined : wordsOf(filter.q).sort(),
    not_assignee: sorted(filter.not?.assignee?.map((name) => resolveAssignee(name, store))),
    not_place: filter.not?.place?.trim().toLowerCase(),
  });
}

const isEmptyKey = (key: string): boolean =>
  ['', 'null', 'none', 'unknown', 'unassigned', '(none)'].includes(key.toLowerCase());

/** Group key as the reference writes it, from what a subject may answer (an instant for a bucket, a name for an id). */
export function normaliseKey(key: string, by: string | undefined, store: EvalStore): string {
  if (by === 'assignee') return resolveAssignee(key, store);
  const day = /^\d{4}-\d{2}-\d{2}T/.test(key) ? localDay(key, store.timezone) : key;
  return (by === 'month' ? day.slice(0, 7) : day).trim().toLowerCase();
}

/** Groups in the reference's keys; groups without a key or without reports do not count. */
export function normaliseGroups(
  groups: Readonly<Record<string, number>>,
  by: string | undefined,
  store: EvalStore,
): string {
  const entries = Object.entries(groups)
    .filter(([key, count]) => count !== 0 && !isEmptyKey(key))
    .map(([key, count]) => [normaliseKey(key, by, store), count] as const);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const normaliseNote = (note: string): string =>
  note
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A text that is equal for the same changes. The status that an assignment implies does not count. */
export function normaliseChanges(changes: Changes, store: EvalStore): string {
  const { status, assignee, priority, due_date: due, note } = changes;
  return JSON.stringify({
    status: assignee !== undefined && status === 'assigned' ? undefined : status,
    assignee: assignee === undefined ? undefined : resolveAssignee(assignee, store),
    priority,
    due_date: due !== undefined && due.length > 10 ? localDay(due, store.timezone) : due,
    note: note === undefined ? undefined : normaliseNote(note),
  });
}
