import { groupBy } from '../../../domain/filter.ts';
import type { GroupBy } from '../../../domain/filter.ts';
import { invalidInput } from '../../../errors.ts';
import { list } from './statements.ts';
import type { SqlValues } from './values.ts';

/** A group key is at most that many characters. */
const KEY_WIDTH = 200;

/**
 * How reports fall into groups. `part` is computed for each row of `report_index r` (`from` follows it in the from
 * clause); rows are grouped by it, and `key` is the text that a group is shown as. `shown` is an example to show.
 */
export interface Grouping {
  readonly part: string;
  readonly shown: string;
  readonly key: string;
  readonly from: string;
  readonly values: SqlValues;
  /** Of a part that is JSON: its type. Each element of an array is a group of its own. */
  readonly kind: string | undefined;
}

const plain = (part: string, key = 'part', shown = 'null::text'): Grouping => ({
  part,
  shown,
  key,
  from: '',
  values: {},
  kind: undefined,
});

/** "offset 0" keeps the zone from being looked up for every row. */
const inZone = 'cross join (select known_zone(:zone) as name offset 0) zoned';
const local = '(r.event_at at time zone zoned.name)';
const timed = (part: string, key: string): Grouping => ({ ...plain(part, key), from: inZone });
const bucket = (unit: string, format: string): Grouping =>
  timed(`date_trunc('${unit}', ${local})`, `to_char(part, '${format}')`);

const weekdays = "array['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']";

/** Weeks begin on Monday and are named by it; hours (00 to 23) and weekdays are of the day and of the week. */
const fixed: Readonly<Record<string, Grouping>> = {
  status: plain('r.status'),
  category: plain('r.category'),
  urgency: plain('r.urgency'),
  sentiment: plain('r.sentiment'),
  source: plain('r.source'),
  assignee: plain('coalesce(r.assignee_name, r.assignee)'),
  place: plain('lower(r.place)', 'min(shown)', 'r.place'),
  day: bucket('day', 'YYYY-MM-DD'),
  week: bucket('week', 'YYYY-MM-DD'),
  month: bucket('month', 'YYYY-MM'),
  hour: timed(`extract(hour from ${local})`, `lpad(part::text, 2, '0')`),
  weekday: timed(`extract(isodow from ${local})`, `(${weekdays})[part::integer]`),
};

/**
 * The JSON value at a path that the grammar of group keys allows, and the same as text. Throws INVALID_INPUT for another
 * path.
 */
export function toPath(
  name: string,
  path: string,
  where: string,
): { json: string; text: string; values: SqlValues } {
  const [document, ...keys] = path.split('.');
  const allowed = groupBy.safeParse(path).success && keys.length > 0;
  if (!allowed || (document !== 'ingestion_data' && document !== 'management_data'))
    throw invalidInput([{ path: where, message: 'is not a path into ingestion_data or management_data' }]);
  const { values } = list(name, keys);
  const steps = Object.keys(values).map((step) => `:${step}::text`);
  const last = steps.pop() ?? '';
  const inside = [`r.${document}`, ...steps].join(' -> ');
  return { json: `(${inside} -> ${last})`, text: `(${inside} ->> ${last})`, values };
}

function byPath(path: string): Grouping {
  const { json, text, values } = toPath('group_path', path, '$.group_by');
  return { ...plain(text), kind: `jsonb_typeof(${json})`, values };
}

/** Throws INVALID_INPUT for anything that is no group key. */
export function toGrouping(group: GroupBy, timezone: string): Grouping {
  const known = Object.hasOwn(fixed, group) ? fixed[group] : undefined;
  const grouping = known ?? byPath(group);
  const zone = grouping.from === inZone ? { zone: timezone } : {};
  return { ...grouping, values: { ...grouping.values, ...zone } };
}

/** Objects go by their name, anything else by its own text. */
const label = (json: string): string => `left(case jsonb_typeof(${json})
  when 'object' then coalesce(${json} ->> 'name', ${json} ->> 'text', ${json} ->> 'value', ${json} ->> 'label', ${json}::text)
  else ${json} #>> '{}' end, ${KEY_WIDTH})`;

/** The text of a part that is no list. */
const partOf = (row: string): string =>
  `case ${row}.kind when 'object' then ${label(`${row}.part::jsonb`)} else left(${row}.part, ${KEY_WIDTH}) end`;

const elements = `jsonb_array_elements(case when p.kind <> 'array' then '[]'::jsonb
  when p.part = '[]' then '[null]'::jsonb else p.part::jsonb end)`;

/**
 * The body of a WITH that ends in `parts`: a row for each report and group with `part`, `shown` and `further`, which is
 * `derived` (SQL over `given`) of what `given` names in a row of report_index r. `picked` has one row a report. A value
 * that occurs twice in a list counts once. "offset 0" keeps what is given from being computed again for each use.
 */
export function withParts(grouping: Grouping, where: string, given: string, derived = 'given'): string {
  const kind = grouping.kind === undefined ? '' : `${grouping.kind} as kind, `;
  const picked = `select ${kind === '' ? '' : 'kind, '}part, shown, ${derived} as further from (
    select ${kind}${grouping.part} as part, ${grouping.shown} as shown, ${given} as given
    from report_index r ${grouping.from} where ${where} offset 0) rows`;
  if (grouping.kind === undefined) return `picked as (${picked}), parts as (select * from picked)`;
  return `picked as materialized (${picked}), parts as (
    select ${partOf('p')} as part, p.shown, p.further
    from picked p where p.kind is distinct from 'array'
    union all
    select e.part, p.shown, p.further from picked p
      cross join lateral (select distinct ${label('e')} as part from ${elements} e) e
    where p.kind = 'array')`;
}

/**
 * As withParts for a part that is JSON, with equal parts counted before lists among them are taken apart: `reports` is how
 * many there are, and `partial` lists what else is computed over their `further`. Most parts are the same few words.
 */
export function withCountedParts(
  grouping: Grouping,
  where: string,
  given: string,
  derived: string,
  partial: string,
): string {
  return `picked as materialized (
    select kind, part, count(*) as reports, ${partial} from (
      select kind, part, ${derived} as further from (
        select ${grouping.kind} as kind, ${grouping.part} as part, ${given} as given
        from report_index r where ${where} offset 0) rows) numbers
    group by kind, part), parts as (
    select ${partOf('p')} as text, p.* from picked p where p.kind is distinct from 'array'
    union all
    select e.part, p.* from picked p
      cross join lateral (select distinct ${label('e')} as part from ${elements} e) e
    where p.kind = 'array')`;
}

/** The number in a JSON value, of type number or written as one; null for anything else and beyond a double's range. */
export const numberIn = (json: string): string => `case jsonb_typeof(${json})
  when 'number' then case when abs(${json}::numeric) < 1e300 then ${json}::numeric end
  when 'string' then case when ${json} #>> '{}' ~ '^ *[+-]?[0-9]{1,15}([.][0-9]{1,10})? *$' then (${json} #>> '{}')::numeric end end`;
