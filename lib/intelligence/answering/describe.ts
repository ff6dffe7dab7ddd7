import type { ReportFilter } from '../../domain/filter.ts';
import { openStatuses } from '../../domain/report-vocabulary.ts';
import type { DomainContext } from '../../ports/agents.ts';

/** What names are needed to put ids into words. */
export interface Wording {
  domain: DomainContext;
  /** Name of a team or user by id; the id itself when nobody has it. */
  nameOf: (id: string) => string;
}

export const readable = (key: string): string => key.replaceAll('_', ' ');

export const categoryLabel = ({ categories }: DomainContext, key: string): string =>
  categories.find((category) => category.key === key)?.label ?? readable(key);

const orList = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

const day = (instant: string, timezone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(instant));

const isOpen = (statuses: readonly string[]): boolean =>
  statuses.length === openStatuses.length && openStatuses.every((status) => statuses.includes(status));

/** "from 1 Sep 2026 to 30 Sep 2026": the last day is named, although the instant is exclusive. */
function describeTime(from: string | undefined, to: string | undefined, timezone: string): string[] {
  const last = to === undefined ? undefined : day(new Date(Date.parse(to) - 1).toISOString(), timezone);
  if (from === undefined) return last === undefined ? [] : [`until ${last}`];
  const first = day(from, timezone);
  if (last === undefined) return [`since ${first}`];
  return [first === last ? `on ${first}` : `from ${first} to ${last}`];
}

function describeDue({ due_from, due_to }: ReportFilter, timezone: string): string[] {
  if (due_from === undefined && due_to === undefined) return [];
  return describeTime(due_from, due_to, timezone).map((time) => `due ${time}`);
}

function describeExclusions({ not }: ReportFilter, { domain, nameOf }: Wording): string[] {
  if (!not) return [];
  return [
    ...(not.category
      ? [`not ${orList(not.category.map((key) => categoryLabel(domain, key).toLowerCase()))}`]
      : []),
    ...(not.status ? [`not ${orList(not.status.map(readable))}`] : []),
    ...(not.urgency ? [`not ${orList(not.urgency)}`] : []),
    ...(not.assignee ? [`not with ${orList(not.assignee.map(nameOf))}`] : []),
    ...(not.place === undefined ? [] : [`outside ${not.place}`]),
  ];
}

/** The selection in words, as a list of conditions; empty for all reports. */
export function describeFilter(filter: ReportFilter, wording: Wording): string[] {
  const { domain, nameOf } = wording;
  const { status, category, urgency, sentiment, priority, assignee, assigned, source, near, place, q } =
    filter;
  const { timezone } = domain.home;
  return [
    ...(category ? [orList(category.map((key) => categoryLabel(domain, key).toLowerCase()))] : []),
    ...(status ? [isOpen(status) ? 'open' : orList(status.map(readable))] : []),
    ...(urgency ? [`urgency ${orList(urgency)}`] : []),
    ...(priority ? [`${orList(priority)} priority`] : []),
    ...(sentiment ? [`${orList(sentiment)} tone`] : []),
    ...(assignee ? [`assigned to ${orList(assignee.map(nameOf))}`] : []),
    ...(assigned === undefined ? [] : [assigned ? 'assigned to somebody' : 'assigned to nobody']),
    ...(source ? [`received by ${orList(source)}`] : []),
    ...(place === undefined ? [] : [`at ${place}`]),
    ...(near ? [`within ${near.radius_km} km of ${near.lat.toFixed(3)}, ${near.lon.toFixed(3)}`] : []),
    ...describeTime(filter.from, filter.to, timezone),
    ...describeDue(filter, timezone),
    ...(filter.created_by === undefined ? [] : [`reported by ${nameOf(filter.created_by)}`]),
    ...(filter.incident_ids
      ? [
          filter.incident_ids.length === 1
            ? `the report ${filter.incident_ids[0]}`
            : `${filter.incident_ids.length} given reports`,
        ]
      : []),
    ...(q === undefined ? [] : [`mentioning “${q}”`]),
    ...describeExclusions(filter, wording),
  ];
}
