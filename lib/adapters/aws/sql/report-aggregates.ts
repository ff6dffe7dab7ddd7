import type { Metric } from '../../../domain/filter.ts';
import { invalidInput } from '../../../errors.ts';
import type {
  AggregateQuery,
  Aggregation,
  TimeseriesPoint,
  TimeseriesQuery,
} from '../../../ports/relational.ts';
import type { Sql } from './client.ts';
import { packedRows, toInstant } from './packed-rows.ts';
import { toWhere } from './report-filter.ts';
import type { PreparedFilter } from './report-filter.ts';
import { numberIn, toGrouping, toPath, withCountedParts, withParts } from './report-groups.ts';
import type { Grouping } from './report-groups.ts';
import type { SqlValues } from './values.ts';

const MOST_GROUPS = 1_000;

interface Measure {
  /** The JSON value that is measured, in a row of report_index r. */
  readonly given: string;
  /** The number in it, from `given`. */
  readonly derived: string;
  /** The metric over the numbers, called `further`. */
  readonly value: string;
  /** The same in two steps: columns of a group of equal rows, and the metric over such groups. */
  readonly partial: string;
  readonly combined: string;
  readonly values: SqlValues;
}

const none = 'null::float8';
const inTwoSteps: Readonly<Record<Metric, { partial: string; combined: string }>> = {
  count: { partial: `${none} as measured`, combined: none },
  avg: {
    partial: 'count(further) as measured, sum(further) as summed',
    combined: '(sum(summed) / nullif(sum(measured), 0))::float8',
  },
  sum: { partial: 'sum(further) as measured', combined: 'sum(measured)::float8' },
  min: { partial: 'min(further) as measured', combined: 'min(measured)::float8' },
  max: { partial: 'max(further) as measured', combined: 'max(measured)::float8' },
};

/** Counting needs no field, every other metric does. */
function measureOf(metric: Metric, field: string | undefined): Measure {
  const steps = inTwoSteps[metric];
  if (metric === 'count') return { given: 'null', derived: 'null', value: none, ...steps, values: {} };
  if (field === undefined) throw invalidInput([{ path: '$.field', message: `is needed for ${metric}` }]);
  const { json, values } = toPath('field_path', field, '$.field');
  return { given: json, derived: numberIn('given'), value: `${metric}(further)::float8`, ...steps, values };
}

interface GroupRow {
  whole: boolean;
  key: string | null;
  count: number;
  value: number | null;
}

const withGroups = (grouping: Grouping, where: string, { given, derived, partial }: Measure): string =>
  grouping.kind === undefined
    ? withParts(grouping, where, given, derived)
    : withCountedParts(grouping, where, given, derived, partial);

/** One row over everything and one a group: in one pass where each report is in one group only. */
function groupRows({ key, kind }: Grouping, { value, combined }: Measure): string {
  if (kind === undefined)
    return `select grouping(part) = 1 as whole, ${key} as key, count(*) as count, ${value} as value
      from parts group by grouping sets ((part), ())`;
  const sums = `sum(reports)::bigint as count, ${combined} as value`;
  return `select false as whole, text as key, ${sums} from parts group by text
    union all select true, null, ${sums} from picked having count(*) > 0`;
}

export async function aggregateReports(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  query: Omit<AggregateQuery, 'filter'>,
): Promise<{ aggregations: Aggregation[]; total: number; value?: number | null }> {
  const where = toWhere(tenantId, filter);
  const grouping = toGrouping(query.group_by, query.timezone);
  const measure = measureOf(query.metric, query.field);
  const [sortedBy, direction] = [
    query.metric === 'count' ? 'count' : 'value',
    query.order === 'asc' ? 'asc' : 'desc',
  ];
  const rows = await sql.rows<GroupRow>(
    `with ${withGroups(grouping, where.text, measure)}
     select * from (${groupRows(grouping, measure)}) groups
     order by whole desc, key is null, ${sortedBy} ${direction} nulls last, key limit :limit::integer`,
    { ...where.values, ...grouping.values, ...measure.values, limit: Math.min(query.limit, MOST_GROUPS) + 1 },
  );
  const [whole, ...groups] = rows;
  const total = whole?.count ?? 0;
  if (query.metric === 'count')
    return { aggregations: groups.map(({ key, count }) => ({ key, count })), total };
  const aggregations = groups.map(({ key, count, value }) => ({ key, count, value }));
  return { aggregations, total, value: whole?.value ?? null };
}

// ---------------------------------------------------------------- series

const MOST_BUCKETS = 5_000;
const GROUP_ROWS_A_CALL = 2_500;
const BUCKETS_A_RECORD = 100;
/** Groups of a series beyond the largest are counted together under this key. */
const MOST_SERIES = 20;
const OTHER_GROUPS = '(other)';

interface BucketRow {
  bucket: string;
  local: string;
  count: number;
}

/**
 * Every bucket from the first to the last, the empty ones too. Days, weeks and months step by the zone's calendar; hours
 * by the clock, so that the hour that is lived twice in autumn is two buckets.
 */
const seriesStatement = (interval: string, where: string): string => {
  const start = 'date_trunc(:interval, coalesce(:from::timestamptz, span.first), zone.name)';
  const end = "coalesce(:to::timestamptz - interval '1 microsecond', span.last)";
  const steps =
    interval === 'hour'
      ? `generate_series(${start}, ${end}, interval '1 hour') as bucket`
      : `(select s at time zone zone.name as bucket from generate_series(${start} at time zone zone.name,
           ${end} at time zone zone.name, interval '1 ${interval}') s) steps`;
  return `
    with zone as materialized (select known_zone(:zone) as name),
    counted as (
      select date_trunc(:interval, r.event_at, zone.name) as bucket, count(*) as count, min(r.event_at) as first, max(r.event_at) as last
      from report_index r, zone where ${where} group by 1
    ), span as (select min(first) as first, max(last) as last from counted)
    select steps.bucket, (steps.bucket at time zone zone.name)::text as local, coalesce(c.count, 0) as count
    from zone cross join span cross join lateral ${interval === 'hour' ? `(select bucket from ${steps}) steps` : steps}
    left join counted c on c.bucket = steps.bucket
    order by 1 limit ${MOST_BUCKETS + 1}`;
};

const two = (value: number): string => String(Math.trunc(Math.abs(value))).padStart(2, '0');

/** `2026-03-29T00:00:00.000+01:00` from the instant and the zone's wall clock at it. */
function withOffset(bucket: string, local: string): string {
  const wall = Date.parse(`${local.replace(' ', 'T')}Z`);
  const minutes = Math.round((wall - Date.parse(bucket)) / 60_000);
  return `${new Date(wall).toISOString().replace('Z', '')}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** At the ends of the calendar a bucket may begin before the year 1 or after 9999. */
const isReadable = (text: string): boolean => /^\d{4}-/.test(text) && !text.endsWith('BC');

interface GroupCount {
  bucket: string;
  key: string;
  count: number;
}

async function readGroups(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  query: TimeseriesQuery,
  group: NonNullable<TimeseriesQuery['group_by']>,
): Promise<GroupCount[]> {
  const where = toWhere(tenantId, filter);
  const grouping = toGrouping(group, query.timezone);
  const rows: GroupCount[] = [];
  for (let full = true; full;) {
    const last = rows.at(-1);
    const some = await sql.rows<GroupCount>(
      `with zone as materialized (select known_zone(:series_zone) as name),
       ${withParts(grouping, where.text, 'r.event_at')},
       grouped as (
         select date_trunc(:interval, further, zone.name) as bucket, coalesce(${grouping.key}, '(none)') as key, count(*) as count
         from parts cross join zone group by 1, part
       ), largest as (select key from grouped group by key order by sum(count) desc, key limit ${MOST_SERIES}),
       named as (
         select g.bucket, coalesce(l.key, '${OTHER_GROUPS}') as key, sum(g.count)::bigint as count
         from grouped g left join largest l using (key) group by 1, 2)
       select * from named where (bucket, key) > (:after_bucket::timestamptz, :after_key)
       order by bucket, key limit ${GROUP_ROWS_A_CALL}`,
      {
        ...where.values,
        ...grouping.values,
        interval: query.interval,
        series_zone: query.timezone,
        after_bucket: last?.bucket ?? '-infinity',
        after_key: last?.key ?? '',
      },
    );
    rows.push(...some);
    full = some.length === GROUP_ROWS_A_CALL;
  }
  return rows;
}

export async function seriesOfReports(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  query: TimeseriesQuery,
): Promise<TimeseriesPoint[]> {
  const where = toWhere(tenantId, filter);
  const values = { from: null, to: null, ...where.values, interval: query.interval, zone: query.timezone };
  const statement = seriesStatement(query.interval, where.text);
  const buckets = await packedRows<BucketRow>(
    sql,
    { json: ['bucket', 'local', 'count'] },
    statement,
    values,
    BUCKETS_A_RECORD,
  );
  if (buckets.length > MOST_BUCKETS)
    throw invalidInput([
      { path: '$.interval', message: `gives more than ${MOST_BUCKETS} buckets; choose a longer one` },
    ]);
  if (buckets.some(({ bucket, local }) => !isReadable(bucket) || !isReadable(local)))
    throw invalidInput([{ path: '$.from', message: 'must lie, with its end, in the years 2 to 9998' }]);
  const rows = buckets.map((row) => ({ ...row, bucket: toInstant(row.bucket) }));
  if (query.group_by === undefined)
    return rows.map(({ bucket, local, count }) => ({ bucket: withOffset(bucket, local), count }));
  const counts = await readGroups(sql, tenantId, filter, query, query.group_by);
  const byBucket = Map.groupBy(counts, ({ bucket }) => bucket);
  return rows.map(({ bucket, local, count }) => ({
    bucket: withOffset(bucket, local),
    count,
    groups: Object.fromEntries((byBucket.get(bucket) ?? []).map((each) => [each.key, each.count])),
  }));
}
