import * as z from 'zod';
import { boundingBox, latitude, longitude } from './geo.ts';
import { openStatuses, reportStatus, sentiment, urgency } from './report-vocabulary.ts';

const oneOrMore = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(50);

/**
 * Which reports are meant: the one filter of lists, exports, aggregates, maps, questions and commands.
 * Fields are joined by AND, the values of one field by OR. Times are ISO 8601 instants on the event time
 * (`occurred_at`, else the extracted timestamp, else `created_at`); `from` is inclusive, `to` exclusive.
 */
export const reportFilter = z.strictObject({
  domain_id: z.string().optional(),
  incident_ids: oneOrMore(z.string()).optional(),
  status: oneOrMore(reportStatus).optional(),
  category: oneOrMore(z.string()).optional(),
  urgency: oneOrMore(urgency).optional(),
  sentiment: oneOrMore(sentiment).optional(),
  priority: oneOrMore(z.string()).optional(),
  /** Team id, user id or free name; compared without case. */
  assignee: oneOrMore(z.string()).optional(),
  /** true: has an assignee; false: has none. */
  assigned: z.boolean().optional(),
  source: oneOrMore(z.string()).optional(),
  created_by: z.string().optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  /** Deadline in `management_data.task_details.due_date`; `to` exclusive. */
  due_from: z.iso.datetime().optional(),
  due_to: z.iso.datetime().optional(),
  bbox: boundingBox.optional(),
  near: z
    .strictObject({ lon: longitude, lat: latitude, radius_km: z.number().positive().max(20_038) })
    .optional(),
  /** Matches the stored place name (location text or address), case-insensitively, as a whole phrase. */
  place: z.string().min(1).optional(),
  /** Text search over the report's own words. */
  q: z.string().min(1).max(1_000).optional(),
  /** Values that must not occur, by field. */
  not: z
    .strictObject({
      status: oneOrMore(reportStatus).optional(),
      category: oneOrMore(z.string()).optional(),
      urgency: oneOrMore(urgency).optional(),
      assignee: oneOrMore(z.string()).optional(),
      place: z.string().min(1).optional(),
    })
    .optional(),
});
export type ReportFilter = z.infer<typeof reportFilter>;

/** "Open" in the contract's sense, as a filter. */
export const openFilter: Pick<ReportFilter, 'status'> = { status: [...openStatuses] };

/** Group keys of aggregates: fixed columns, time buckets, or a path into the report's own data. */
export const fixedGroupKeys = [
  'status',
  'category',
  'urgency',
  'sentiment',
  'place',
  'assignee',
  'source',
  'day',
  'week',
  'month',
  'hour',
  'weekday',
] as const;
export const groupBy = z.union([
  z.enum(fixedGroupKeys),
  z
    .string()
    .regex(
      /^(ingestion_data|management_data)(\.[A-Za-z_][A-Za-z0-9_]{0,63}){1,4}$/,
      'not a group key or a path into ingestion_data or management_data',
    ),
]);
export type GroupBy = z.infer<typeof groupBy>;

export const metric = z.enum(['count', 'avg', 'sum', 'min', 'max']);
export type Metric = z.infer<typeof metric>;

export const interval = z.enum(['hour', 'day', 'week', 'month']);
export type Interval = z.infer<typeof interval>;
