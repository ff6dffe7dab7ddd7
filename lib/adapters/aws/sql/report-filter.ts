import type { ReportFilter } from '../../../domain/filter.ts';
import { phraseKey } from '../../../domain/projection.ts';
import { closedStatuses, openStatuses } from '../../../domain/report-vocabulary.ts';
import { inBox, inCircle } from './geometry.ts';
import { scopeOf } from './search-scope.ts';
import { and, list } from './statements.ts';
import type { Fragment } from './statements.ts';
import type { SqlValue } from './values.ts';

/**
 * A filter whose text search was looked up in the tenant's vocabulary, see text-search.ts: the condition and, to rank by,
 * the query alone.
 */
export interface PreparedFilter {
  readonly filter: ReportFilter;
  readonly text: (Fragment & { readonly query: string }) | undefined;
}

const closed = closedStatuses.map((status) => `'${status}'`).join(', ');
const isOpen = `r.status not in (${closed})`;

const named = (text: string, name: string, value: SqlValue): Fragment => ({
  text,
  values: { [name]: value },
});

function oneOf(column: string, name: string, values: readonly string[]): Fragment {
  const { text, values: parameters } = list(name, values);
  return { text: `${column} in (${text})`, values: parameters };
}

const noneOf = (column: string, name: string, values: readonly string[]): Fragment => {
  const { text, values: parameters } = oneOf(column, name, values);
  return { text: `(${text}) is not true`, values: parameters };
};

/** "Open" is written as its index has it. */
const ofStatus = (statuses: readonly string[]): Fragment =>
  statuses.length === openStatuses.length && openStatuses.every((status) => statuses.includes(status))
    ? { text: isOpen, values: {} }
    : oneOf('r.status', 'status', statuses);

function ofAssignee(name: string, assignees: readonly string[]): Fragment {
  const { values } = list(name, assignees);
  const lowered = Object.keys(values)
    .map((each) => `lower(:${each})`)
    .join(', ');
  return { text: `lower(r.assignee) in (${lowered}) or lower(r.assignee_name) in (${lowered})`, values };
}

/** Only letters, digits and single blanks are left of the phrase, so that nothing in it is a wildcard. */
function atPlace(name: string, place: string): Fragment {
  const key = phraseKey(place);
  return key === '' ? { text: 'false', values: {} } : named(`r.place_key like :${name}`, name, `%${key}%`);
}

/** Its words lead the index to the rows in which the phrase can stand. */
const placeWords = (place: string): Fragment =>
  named(
    "r.place_search @@ (:scope::tsquery && plainto_tsquery('simple', :place_words))",
    'place_words',
    phraseKey(place),
  );

const inverted = ({ text, values }: Fragment): Fragment => ({ text: `(${text}) is not true`, values });

/** What a field of the filter means, for every field; the parameters of each carry its own name. */
const meanings: { [Field in keyof ReportFilter]-?: (value: NonNullable<ReportFilter[Field]>) => Fragment[] } =
  {
    domain_id: (id) => [named('r.domain_id = :domain', 'domain', id)],
    incident_ids: (ids) => [oneOf('r.incident_id', 'incident', ids)],
    status: (statuses) => [ofStatus(statuses)],
    category: (categories) => [oneOf('r.category', 'category', categories)],
    urgency: (urgencies) => [oneOf('r.urgency', 'urgency', urgencies)],
    sentiment: (sentiments) => [oneOf('r.sentiment', 'sentiment', sentiments)],
    priority: (priorities) => [oneOf('r.priority', 'priority', priorities)],
    assignee: (assignees) => [ofAssignee('assignee', assignees)],
    assigned: (assigned) => [{ text: `r.assignee is ${assigned ? 'not ' : ''}null`, values: {} }],
    source: (sources) => [oneOf('r.source', 'source', sources)],
    created_by: (author) => [named('r.created_by = :author', 'author', author)],
    from: (from) => [named('r.event_at >= :from::timestamptz', 'from', earliest(from))],
    to: (to) => [named('r.event_at < :to::timestamptz', 'to', earliest(to))],
    due_from: (from) => [named('r.due_at >= :due_from::timestamptz', 'due_from', earliest(from))],
    due_to: (to) => [named('r.due_at < :due_to::timestamptz', 'due_to', earliest(to))],
    bbox: (box) => [inBox('box', box)],
    near: (circle) => [inCircle('near', circle)],
    place: (place) => [atPlace('place', place), placeWords(place)],
    q: () => [],
    not: ({ status, category, urgency, assignee, place }) => [
      ...(status ? [noneOf('r.status', 'no_status', status)] : []),
      ...(category ? [noneOf('r.category', 'no_category', category)] : []),
      ...(urgency ? [noneOf('r.urgency', 'no_urgency', urgency)] : []),
      ...(assignee ? [inverted(ofAssignee('no_assignee', assignee))] : []),
      ...(place === undefined ? [] : [inverted(atPlace('no_place', place))]),
    ],
  };

/** PostgreSQL has no year 0. */
const earliest = (instant: string): string =>
  instant.startsWith('0000') ? `0001${instant.slice(4)}` : instant;

function meaningOf(filter: ReportFilter, field: keyof ReportFilter): Fragment[] {
  // The table's type ties each rule to its field's values; indexing by a union loses that tie.
  const toFragments = meanings[field] as (value: unknown) => Fragment[];
  return filter[field] === undefined ? [] : toFragments(filter[field]);
}

/**
 * The one place where a ReportFilter becomes SQL: a condition on `report_index r` that always names the tenant. Values
 * are parameters without exception. `more` are further conditions, joined by AND.
 */
export function toWhere(
  tenantId: string,
  { filter, text }: PreparedFilter,
  more: readonly Fragment[] = [],
): Fragment {
  const fields = Object.keys(meanings) as (keyof ReportFilter)[];
  const scope = scopeOf(tenantId, filter.domain_id);
  // A search finds the tenant's rows in its own index; reading all their keys from another one besides takes longer.
  const ofTenant = text === undefined ? 'r.tenant_id = :tenant' : "r.tenant_id || '' = :tenant";
  return and([
    { text: `${ofTenant} and not r.removed`, values: { tenant: tenantId, scope } },
    ...fields.flatMap((field) => meaningOf(filter, field)),
    ...(text === undefined ? [] : [text]),
    ...more,
  ]);
}
