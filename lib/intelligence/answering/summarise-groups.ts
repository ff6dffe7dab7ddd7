import type { Interpretation } from '../../domain/query.ts';
import type { TimeseriesPoint } from '../../ports/relational.ts';
import { trendOf } from '../tools/analytics-api.ts';
import { categoryLabel, readable, type Wording } from './describe.ts';
import { conditions, keyed, newest, plural, SHOWN, type Stated, type Summary, type Work } from './stated.ts';

const GROUPS = 100;

const keyLabel = (by: string, key: string, { domain, nameOf }: Wording): string => {
  if (by === 'category') return categoryLabel(domain, key);
  return by === 'assignee' ? nameOf(key) : readable(key);
};

export async function groupSummary(
  work: Work,
  by: NonNullable<Interpretation['group_by']>,
): Promise<Summary> {
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

export async function seriesSummary(
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
