import * as z from 'zod';
import { interval } from '../../domain/filter.ts';
import { invalidInput } from '../../errors.ts';
import type { ReportIndex, TimeseriesPoint } from '../../ports/relational.ts';
import { defineTool, inDomain, toolFilter, type ToolDefinition } from './tool.ts';

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Direction of a series: its later half against its earlier half; within a tenth of each other is flat. */
export function trendOf(points: readonly TimeseriesPoint[]) {
  const counts = points.map(({ count }) => count);
  const middle = Math.floor(counts.length / 2);
  const [earlier, later] = [counts.slice(0, middle), counts.slice(counts.length - middle)].map((half) =>
    half.reduce((sum, count) => sum + count, 0),
  ) as [number, number];
  const change = later - earlier;
  const flat = Math.abs(change) <= Math.max(earlier, later) / 10;
  const direction = counts.length < 2 || flat ? 'flat' : change > 0 ? 'rising' : 'falling';
  return { direction, earlier, later, change } as const;
}

/** Buckets more than two standard deviations from the mean, most unusual first. Fewer than five buckets tell nothing. */
export function anomaliesOf(points: readonly TimeseriesPoint[]) {
  if (points.length < 5) return [];
  const counts = points.map(({ count }) => count);
  const average = mean(counts);
  const deviation = Math.sqrt(mean(counts.map((count) => (count - average) ** 2)));
  if (deviation === 0) return [];
  return points
    .map(({ bucket, count }) => ({ bucket, count, deviations: (count - average) / deviation }))
    .filter(({ deviations }) => Math.abs(deviations) > 2)
    .sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations));
}

/** Difference of two counts; `percent` is null when there was nothing before. */
export const comparisonOf = (count: number, compared: number) => ({
  count,
  compared,
  difference: count - compared,
  percent: compared === 0 ? null : Math.round(((count - compared) / compared) * 1_000) / 10,
});

export const makeAnalyticsApi = (index: ReportIndex): ToolDefinition =>
  defineTool({
    name: 'analytics_api',
    description:
      'Development over time: `trend` (counts per interval and their direction), `compare` (the count of one selection against another), `anomaly` (intervals with unusually many or few reports).',
    input: z.strictObject({
      operation: z.enum(['trend', 'compare', 'anomaly']),
      filter: toolFilter.default({}),
      compare_with: toolFilter.optional(),
      interval: interval.default('day'),
    }),
    run: async (scope, { operation, filter, compare_with, interval: step }) => {
      const selected = inDomain(scope, filter);
      if (operation === 'compare') {
        if (!compare_with)
          throw invalidInput([{ path: '$.compare_with', message: 'compare needs a second selection' }]);
        const [count, compared] = await Promise.all([
          index.count(scope.tenantId, selected),
          index.count(scope.tenantId, inDomain(scope, compare_with)),
        ]);
        return { value: comparisonOf(count, compared) };
      }
      const { timezone } = scope.domain.home;
      const points = await index.timeseries(scope.tenantId, { filter: selected, interval: step, timezone });
      if (operation === 'anomaly') return { value: { interval: step, anomalies: anomaliesOf(points) } };
      return { value: { interval: step, points, ...trendOf(points) } };
    },
  });
