import * as z from 'zod';
import { groupBy, metric, type Metric, type ReportFilter } from '../../domain/filter.ts';
import { invalidInput } from '../../errors.ts';
import type { ReportIndex } from '../../ports/relational.ts';
import { defineTool, inDomain, toolFilter, type ToolDefinition } from './tool.ts';

interface Measure {
  filter: ReportFilter;
  metric: Metric;
  field?: string | undefined;
  timezone: string;
}

/** One number over all selected reports: their count, or a measure of a numeric field (null when no report has it). */
export async function measureAll(
  index: ReportIndex,
  tenantId: string,
  measure: Measure,
): Promise<number | null> {
  if (measure.metric === 'count') return index.count(tenantId, measure.filter);
  const { value } = await index.aggregate(tenantId, { ...measure, group_by: 'status', limit: 1 });
  return value ?? null;
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
      order: z.enum(['desc', 'asc']).default('desc').describe('Largest or smallest group first.'),
      limit: z.int().min(1).max(100).default(20),
    }),
    run: async (scope, { filter, group_by, metric: kind, field, order, limit }) => {
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
        return { value: await index.aggregate(tenantId, { ...measure, group_by, order, limit }) };
      const total = await index.count(tenantId, measure.filter);
      if (kind === 'count') return { value: { total } };
      return { value: { total, [kind]: await measureAll(index, tenantId, measure) } };
    },
  });
