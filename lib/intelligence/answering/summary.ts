import type { ReportFilter } from '../../domain/filter.ts';
import type { Interpretation } from '../../domain/query.ts';
import type { Aggregation, DomainContext, ReportIndex, TimeseriesPoint } from '../../ports.ts';
import { measureAll } from '../tools/aggregation-api.ts';
import { comparisonOf, trendOf } from '../tools/analytics-api.ts';
import { categoryLabel, describeFilter, readable, type Wording } from './describe.ts';

/** The numbers that a summary states, each computed by the report index. */
export type Stated =
  | { kind: 'none' }
  | { kind: 'count'; count: number; ids: string[] }
  /** The newest or oldest reports themselves. */
  | { kind: 'list'; ids: string[]; total: number }
  | { kind: 'measure'; metric: string; value: number | null; count: number }
  | {
      kind: 'groups';
      by: string;
      groups: { key: string; count: number; value?: number | null }[];
      total: number;
    }
  /** `top` is absent when nothing or more than one group leads. */
  | {
      kind: 'ranking';
      by: string;
      top?: { key: string; count: number };
      groups: { key: string; count: number }[];
      total: number;
    }
  | { kind: 'series'; interval: string; points: { key: string; count: number }[]; total: number }
  | { kind: 'comparison'; count: number; compared: number };

export interface Summary {
  text: string;
  stated: Stated;
  /** Incident ids behind the statement, most relevant first. */
  references: string[];
}

export interface SummaryContext {
  domain: DomainContext;
  /** Name of a team or user by id. */
  nameOf?: (id: string) => string;
}

const SHOWN = 50;
const GROUPS = 100;

interface Work {
  tenantId: string;
  index: ReportIndex;
  read: Interpretation;
  filter: ReportFilter;
  wording: Wording;
}

const plural = (count: number, noun = 'report'): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const conditions = (filter: ReportFilter, wording: Wording): string => {
  const described = describeFilter(filter, wording);
  return described.length === 0 ? 'all reports' : described.join(', ');
};

const keyLabel = (by: string, key: string, { domain, nameOf }: Wording): string => {
  if (by === 'category') return categoryLabel(domain, key);
  return by === 'assignee' ? nameOf(key) : readable(key);
};

const keyed = (groups: readonly Aggregation[]) =>
  groups.filter((group): group is Aggregation & { key: string } => group.key !== null && group.count > 0);

async function newest(
  { tenantId, index, filter }: Work,
  limit: number,
  order: 'newest' | 'oldest',
): Promise<string[]> {
  const page = await index.list(tenantId, filter, { page: 1, limit }, order);
  return page.items.map(({ incident_id }) => incident_id);
}

async function countSummary(work: Work): Promise<Summary> {
  const { tenantId, index, filter, wording, read } = work;
  const [count, ids] = await Promise.all([index.count(tenantId, filter), newest(work, SHOWN, 'newest')]);
  const headline = `${plural(count)} match${count === 1 ? 'es' : ''}: ${conditions(filter, wording)}.`;
  const without = count === 0 && read.unmatched.length > 0 ? await withoutSearch(work) : '';
  return { text: `${headline}${without}`, stated: { kind: 'count', count, ids }, references: ids };
}

/** When words that were only searched for leave nothing, what there is without them. */
async function withoutSearch({ tenantId, index, filter: { q: _q, ...filter } }: Work): Promise<string> {
  const count = await index.count(tenantId, filter);
  return count > 0 ? ` Without the words that were not understood there are ${plural(count)}.` : '';
}

async function listSummary(work: Work, limit: number): Promise<Summary> {
  const order = work.read.order === 'asc' ? 'oldest' : 'newest';
  const [ids, total] = await Promise.all([
    newest(work, limit, order),
    work.index.count(work.tenantId, work.filter),
  ]);
  const text = `The ${order} ${ids.length === 1 ? 'report' : plural(ids.length)} of ${total}: ${conditions(work.filter, work.wording)}.`;
  return {
    text: ids.length === 0 ? `No report matches: ${conditions(work.filter, work.wording)}.` : text,
    stated: { kind: 'list', ids, total: ids.length },
    references: ids,
  };
}

async function measureSummary(work: Work): Promise<Summary> {
  const { tenantId, index, filter, read, wording } = work;
  const { metric, metric_field: field } = read;
  const measure = { filter, metric, field, timezone: wording.domain.home.timezone };
  const [value, count, ids] = await Promise.all([
    measureAll(index, tenantId, measure),
    index.count(tenantId, filter),
    newest(work, SHOWN, 'newest'),
  ]);
  const what = `${metric} of ${readable(field?.replace(/^\w+\./, '') ?? 'the field')}`;
  const text =
    value === null
      ? `No report has a number for the ${what}: ${conditions(filter, wording)}.`
      : `The ${what} is ${Math.round(value * 100) / 100} over ${plural(count)}: ${conditions(filter, wording)}.`;
  return { text, stated: { kind: 'measure', metric, value, count }, references: ids };
}

async function groupSummary(work: Work, by: NonNullable<Interpretation['group_by']>): Promise<Summary> {
  const { tenantId, index, filter, read, wording } = work;
  const { order, limit } = read;
  const query = {
    filter,
    group_by: by,
    metric: read.metric,
    field: read.metric_field,
    timezone: wording.domain.home.timezone,
  };
  const [{ aggregations, total }, ids] = await Promise.all([
    index.aggregate(tenantId, { ...query, order: order ?? 'desc', limit: GROUPS }),
    newest(work, SHOWN, 'newest'),
  ]);
  const groups = keyed(aggregations);
  const label = (key: string) => keyLabel(by, key, wording);
  const shown = groups
    .slice(0, limit ?? 12)
    .map(
      ({ key, count, value }) =>
        `${label(key)} ${value === undefined || value === null ? count : `${Math.round(value * 100) / 100} (${count})`}`,
    );
  const rest =
    groups.length > shown.length && limit === undefined ? ` and ${groups.length - shown.length} more` : '';
  const without = aggregations.find(({ key }) => key === null)?.count ?? 0;
  const missing = without > 0 ? ` ${plural(without)} without ${readable(nounOf(by))}.` : '';
  const stated =
    order === undefined ? ({ kind: 'groups', by, groups, total } as const) : rankingOf(by, groups, total);
  if (groups.length === 0)
    return {
      text: `No report has a ${nounOf(by)}: ${conditions(filter, wording)}.`,
      stated,
      references: ids,
    };
  const lead =
    stated.kind === 'ranking'
      ? rankingText(stated, label, order === 'asc')
      : `${plural(total)} by ${nounOf(by)}: `;
  return {
    text: `${lead}${shown.join(', ')}${rest}.${missing} (${conditions(filter, wording)})`,
    stated,
    references: ids,
  };
}

const nounOf = (by: string): string => readable(by.split('.').at(-1) ?? by);

function rankingOf(
  by: string,
  groups: { key: string; count: number }[],
  total: number,
): Extract<Stated, { kind: 'ranking' }> {
  const [first, second] = groups;
  const leads = first !== undefined && first.count !== second?.count;
  return {
    kind: 'ranking',
    by,
    groups,
    total,
    ...(leads && { top: { key: first.key, count: first.count } }),
  };
}

function rankingText(
  { top, groups }: Extract<Stated, { kind: 'ranking' }>,
  label: (key: string) => string,
  fewest: boolean,
): string {
  const word = fewest ? 'Fewest' : 'Most';
  if (top) return `${word}: ${label(top.key)} with ${top.count}. `;
  const tied = groups.filter(({ count }) => count === groups[0]?.count);
  const names = tied.slice(0, 4).map(({ key }) => label(key));
  return `${word}: ${names.join(', ')}${tied.length > 4 ? ` and ${tied.length - 4} more` : ''} share the place with ${groups[0]?.count ?? 0} each. `;
}

async function seriesSummary(
  work: Work,
  interval: NonNullable<Interpretation['interval']>,
): Promise<Summary> {
  const { tenantId, index, filter, wording } = work;
  const { timezone } = wording.domain.home;
  const [points, ids] = await Promise.all([
    index.timeseries(tenantId, { filter, interval, timezone }),
    newest(work, SHOWN, 'newest'),
  ]);
  const series = points.map(({ bucket, count }) => ({ key: bucketName(bucket, interval), count }));
  const total = series.reduce((sum, { count }) => sum + count, 0);
  const stated = { kind: 'series', interval, points: series, total } as const;
  if (total === 0)
    return { text: `No report matches: ${conditions(filter, wording)}.`, stated, references: ids };
  const shown = series.slice(-14).map(({ key, count }) => `${key}: ${count}`);
  return {
    text: `${plural(total)} per ${interval}. ${shown.join(', ')}.${trendText(points)} (${conditions(filter, wording)})`,
    stated,
    references: ids,
  };
}

const bucketName = (bucket: string, interval: string): string =>
  bucket.slice(0, { month: 7, hour: 13 }[interval] ?? 10);

function trendText(points: readonly TimeseriesPoint[]): string {
  if (points.length < 2) return '';
  const { direction, earlier, later } = trendOf(points);
  const word = {
    rising: 'The later half has more',
    falling: 'The later half has fewer',
    flat: 'Both halves are about equal',
  }[direction];
  return ` ${word} (${earlier}, then ${later}).`;
}

async function comparisonSummary(work: Work, second: ReportFilter): Promise<Summary> {
  const { tenantId, index, filter, wording } = work;
  const [count, compared, ids] = await Promise.all([
    index.count(tenantId, filter),
    index.count(tenantId, second),
    newest(work, SHOWN / 2, 'newest'),
  ]);
  const others = await newest({ ...work, filter: second }, SHOWN / 2, 'newest');
  const { difference, percent } = comparisonOf(count, compared);
  const change =
    percent === null || difference === 0
      ? ''
      : `, ${Math.abs(percent)}% ${difference > 0 ? 'more' : 'fewer'}`;
  const text = `${count} against ${compared}${change}: ${conditions(filter, wording)} compared with ${conditions(second, wording)}.`;
  return {
    text,
    stated: { kind: 'comparison', count, compared },
    references: [...new Set([...ids, ...others])],
  };
}

function compute(work: Work): Promise<Summary> {
  const { metric, group_by, interval, limit, compare_with, order } = work.read;
  if (compare_with) return comparisonSummary(work, compare_with);
  if (interval !== undefined && order === undefined) return seriesSummary(work, interval);
  if (group_by !== undefined) return groupSummary(work, group_by);
  if (limit !== undefined) return listSummary(work, limit);
  return metric === 'count' ? countSummary(work) : measureSummary(work);
}

function doubtsOf({ unmatched, doubts }: Interpretation): string {
  const words =
    unmatched.length > 0 ? ` Not understood and searched for as text: ${unmatched.join(', ')}.` : '';
  return `${words}${doubts.length > 0 ? ` Note: ${doubts.join('; ')}.` : ''}`;
}

/**
 * The answer to a question in words and numbers. Every number comes from the report index; what was not understood is said.
 * Throws what the index throws.
 */
export async function summarise(
  tenantId: string,
  read: Interpretation,
  index: ReportIndex,
  { domain, nameOf = (id) => id }: SummaryContext,
): Promise<Summary> {
  if (read.intent === 'none')
    return {
      text: `This was not understood as a question or a command about the reports of ${domain.domain_name}: ${read.doubts.join('; ')}.`,
      stated: { kind: 'none' },
      references: [],
    };
  const filter = { ...read.filters, domain_id: domain.domain_id };
  const second = read.compare_with && { ...read.compare_with, domain_id: domain.domain_id };
  const summary = await compute({
    tenantId,
    index,
    filter,
    wording: { domain, nameOf },
    read: { ...read, ...(second && { compare_with: second }) },
  });
  return { ...summary, text: `${summary.text}${doubtsOf(read)}` };
}
