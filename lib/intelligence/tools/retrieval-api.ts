import * as z from 'zod';
import type { ReportRow } from '../../domain/report.ts';
import type { ReportIndex } from '../../ports/relational.ts';
import { defineTool, inDomain, toolFilter, type ToolDefinition } from './tool.ts';

const MAX_TEXT_SHOWN = 400;

export const shownReport = (row: ReportRow) => ({
  incident_id: row.incident_id,
  status: row.status,
  category: row.category,
  urgency: row.urgency,
  sentiment: row.sentiment,
  priority: row.priority,
  assignee: row.assignee_name ?? row.assignee,
  due_date: row.due_date,
  place: row.place,
  location: row.location?.coordinates ?? null,
  event_at: row.event_at,
  source: row.source,
  created_by: row.created_by,
  text: row.raw_text.slice(0, MAX_TEXT_SHOWN),
});
export type ShownReport = ReturnType<typeof shownReport>;

export const makeRetrievalApi = (index: ReportIndex): ToolDefinition =>
  defineTool({
    name: 'retrieval_api',
    description:
      'Reads reports of the domain that match a filter, with their own words. Use it to cite reports; count with aggregation_api.',
    input: z.strictObject({
      filter: toolFilter.default({}),
      order: z.enum(['newest', 'oldest', 'relevance', 'due']).default('newest'),
      limit: z.int().min(1).max(50).default(10),
    }),
    run: async (scope, { filter, order, limit }) => {
      const page = await index.list(scope.tenantId, inDomain(scope, filter), { page: 1, limit }, order);
      const reports = page.items.map(shownReport);
      return {
        value: { total: page.total, reports },
        references: reports.map(({ incident_id }) => incident_id),
      };
    },
  });
