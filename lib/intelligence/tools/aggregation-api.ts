import * as z from 'zod';
import { groupBy, metric, type Metric, type ReportFilter } from '../../domain/filter.ts';
import { invalidInput } from '../../errors.ts';
import type { Aggregation, ReportIndex } from '../../ports.ts';
import { defineTool, inDomain, toolFilter, type ToolDefinition } from './tool.ts';

interface Measure {
  filter: ReportFilter;
  metric: Metric;
  field?: string | undefined;
  timezone: string;
}

/** A group key with few values, so that no group is cut off. */
const WHOLE = { group_by: 'status', limit: 100 } as const;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const valuesOf = (groups: readonly Aggregation[]): number[] =>
  groups.flatMap(({ value }) => (value === null || value === undefined ? [] : [value]));

/** How many numbers stand behind a group's average; a sum of 0 does not tell, then all rows count. */
const weightOf = (sum: number, average: number, count: number): number =>
  average === 0 ? count : Math.round(sum / average);

async function overallAverage(index: ReportIndex, tenantId: string, measure: Measure) {
  const ask = (kind: Metric) => index.aggregate(tenantId, { ...measure, ...WHOLE, metric: kind });
  const [averages, sums] = await Promise.all([ask('avg'), ask('sum')]);
  let total = 0;
  let weight = 0;
  for (const { key, value, count } of averages.aggregations) {
    const sum = sums.aggregations.find((each) => each.key === key)?.value;
    if (value === null || value === undefined || sum === null || sum === undefined) continue;
    total += sum;
    weight += weightOf(sum, value, count);
  }
  return weight === 0 ? null : total / weight;
}

/** One number over all selected reports: their count, or a measure of a numeric field (null when no report has it). */
export async function measureAll(
  index: ReportIndex,
  tenantId: string,
  measure: Measure,
): Promise<number | null> {
  if (measure.metric === 'count') return index.count(tenantId, measure.filter);
  if (measure.metric === 'avg') return overallAverage(index, tenantId, measure);
  const { aggregations } = await index.aggregate(tenantId, { ...measure, ...WHOLE });
  const values = valuesOf(aggregations);
  if (values.length === 0) return null;
  if (measure.metric === 'sum') return sumOf(values);
  return measure.metric === 'min' ? Math.min(...values) : Math.max(...values);
}

export const makeAggregationApi = (index: ReportIndex): ToolDefinition =>
  defineTool({
    name: 'aggregation_api',
    description:
      'Counts the reports that match a filter, or measures a numeric field of theirs, in total or by group. The only source of numbers.',
    input: z.strictObject({
      filter: toolFilter.default({}),
      group_by: groupBy.optional(),
      metric: metric.default('count'),
      field: z
        .string()
        .max(200)
        .optional()
        .describe('Path of the number for avg, sum, min and max, e.g. ingestion_data.confidence.'),
      limit: z.int().min(1).max(100).default(20),
    }),
    run: async (scope, { filter, group_by, metric: kind, field, limit }) => {
      if (kind !== 'count' && field === undefined)
        throw invalidInput([{ path: '$.field', message: `${kind} needs the field to measure` }]);
      const { tenantId, domain } = scope;
      const measure = {
        filter: inDomain(scope, filter),
        metric: kind,
        field,
        timezone: domain.home.timezone,
      };
      if (group_by !== undefined)
        return { value: await index.aggregate(tenantId, { ...measure, group_by, limit }) };
      const total = await index.count(tenantId, measure.filter);
      if (kind === 'count') return { value: { total } };
      return { value: { total, [kind]: await measureAll(index, tenantId, measure) } };
    },
  });
