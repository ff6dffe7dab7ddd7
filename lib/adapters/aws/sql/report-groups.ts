import { groupBy } from '../../../domain/filter.ts';
import type { GroupBy } from '../../../domain/filter.ts';
import { invalidInput } from '../../../errors.ts';
import type { SqlValues } from './values.ts';

/** A group key is at most that many characters. */
export const KEY_WIDTH = 200;

/**
 * How reports fall into groups. `from` follows `report_index r` in the from clause; `group` is what rows are grouped by,
 * `key` the text that a group is shown as, once grouped.
 */
export interface Grouping {
  readonly from: string;
  readonly group: string;
  readonly key: string;
  readonly values: SqlValues;
  /** Whether each report is in exactly one group. */
  readonly disjoint: boolean;
}

const plain = (group: string, key: string = group): Grouping => ({
  from: '',
  group,
  key,
  values: {},
  disjoint: true,
});

/** "offset 0" keeps the zone from being looked up for every row. */
const inZone = 'cross join (select known_zone(:zone) as name offset 0) zoned';
const local = '(r.event_at at time zone zoned.name)';
const timed = (group: string, key: string): Grouping => ({ ...plain(group, key), from: inZone });
const bucket = (unit: string, format: string): Grouping => {
  const group = `date_trunc('${unit}', ${local})`;
  return timed(group, `to_char(${group}, '${format}')`);
};

/** Weeks begin on Monday and are named by it; hours (00 to 23) and weekdays are of the day and of the week. */
const fixed: Readonly<Record<string, Grouping>> = {
  status: plain('r.status'),
  category: plain('r.category'),
  urgency: plain('r.urgency'),
  sentiment: plain('r.sentiment'),
  source: plain('r.source'),
  assignee: plain('coalesce(r.assignee_name, r.assignee)'),
  place: plain('lower(r.place)', 'min(r.place)'),
  day: bucket('day', 'YYYY-MM-DD'),
  week: bucket('week', 'YYYY-MM-DD'),
  month: bucket('month', 'YYYY-MM'),
  hour: timed(`extract(hour from ${local})`, `lpad(extract(hour from ${local})::text, 2, '0')`),
  weekday: timed(
    `extract(isodow from ${local})`,
    `(array['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[extract(isodow from ${local})::integer]`,
  ),
};

/** The document and the way into it, for a path that the grammar of group keys allows. Throws INVALID_INPUT for another. */
export function toPath(name: string, path: string, where: string): { json: string; values: SqlValues } {
  const [document, ...keys] = path.split('.');
  const allowed = groupBy.safeParse(path).success && keys.length > 0;
  if (!allowed || (document !== 'ingestion_data' && document !== 'management_data'))
    throw invalidInput([{ path: where, message: 'is not a path into ingestion_data or management_data' }]);
  return { json: `(r.${document} #> string_to_array(:${name}, '.'))`, values: { [name]: keys.join('.') } };
}

/** Each distinct element of an array is a group of its own; objects go by their name. */
function byPath(path: string): Grouping {
  const { json, values } = toPath('group_path', path, '$.group_by');
  const items = `case when jsonb_typeof(${json}) = 'array' and jsonb_array_length(${json}) > 0 then ${json}
    else jsonb_build_array(nullif(${json}, '[]')) end`;
  const from = `cross join lateral (
    select distinct left(case jsonb_typeof(e) when 'object'
      then coalesce(e ->> 'name', e ->> 'text', e ->> 'value', e ->> 'label', e::text) else e #>> '{}' end, ${KEY_WIDTH}) as item
    from jsonb_array_elements(${items}) e) items`;
  return { from, group: 'items.item', key: 'items.item', values, disjoint: false };
}

/** Throws INVALID_INPUT for anything that is no group key. */
export function toGrouping(group: GroupBy, timezone: string): Grouping {
  const known = Object.hasOwn(fixed, group) ? fixed[group] : undefined;
  const grouping = known ?? byPath(group);
  const zone = grouping.from === inZone ? { zone: timezone } : {};
  return { ...grouping, values: { ...grouping.values, ...zone } };
}

/** The number at a path, of JSON type number or written as one; null for anything else and beyond a double's range. */
export function toNumber(path: string): { sql: string; values: SqlValues } {
  const { json, values } = toPath('field_path', path, '$.field');
  const text = `(${json} #>> '{}')`;
  const number = `case jsonb_typeof(${json}) when 'number' then ${text}::numeric
    when 'string' then case when ${text} ~ '^ *[+-]?[0-9]{1,15}([.][0-9]{1,10})? *$' then ${text}::numeric end end`;
  return { sql: `(select n.n from (select ${number} as n) n where abs(n.n) < 1e300)`, values };
}
