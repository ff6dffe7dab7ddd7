import * as z from 'zod';
import { domainId } from './domain.ts';
import { groupBy, interval, metric, reportFilter } from './filter.ts';
import { instant, metadata } from './metadata.ts';
import { point } from './geo.ts';
import { priority, workflowStatus } from './report-vocabulary.ts';
import { logEntry, usage } from './run.ts';

export const queryMode = z.enum(['query', 'management']);
export type QueryMode = z.infer<typeof queryMode>;

export const queryInput = z.object({
  session_id: z.string().min(1).max(100),
  domain_id: domainId,
  question: z.string().trim().min(1).max(1_000),
  mode: queryMode.optional(),
});
export type QueryInput = z.infer<typeof queryInput>;

export const queryStatus = z.enum([
  'accepted',
  'processing',
  'awaiting_approval',
  'completed',
  'failed',
  'cancelled',
]);
export type QueryStatus = z.infer<typeof queryStatus>;

/** The fields a command may change, and to what. Nothing else is ever written for a command. */
export const fieldChanges = z.strictObject({
  status: workflowStatus.optional(),
  /** Team id, user id, a name as given, or null to unassign. */
  assignee: z.string().min(1).max(200).nullable().optional(),
  priority: priority.optional(),
  /** Local calendar date in the domain's time zone. */
  due_date: z.iso.date().nullable().optional(),
  note: z.string().min(1).max(2_000).optional(),
});
export type FieldChanges = z.infer<typeof fieldChanges>;

/**
 * How a sentence was understood. `filters` selects the reports; `changes` is present for commands only.
 * `unmatched` are content words that no slot took: they were searched as text, or are a doubt the reader must see.
 */
export const interpretation = z.object({
  intent: z.enum(['question', 'command', 'none']),
  filters: reportFilter,
  metric: metric.default('count'),
  metric_field: z.string().optional(),
  group_by: groupBy.optional(),
  interval: interval.optional(),
  /** `desc`: most first; `asc`: fewest first; with `limit` groups or reports. */
  order: z.enum(['asc', 'desc']).optional(),
  limit: z.int().positive().max(100).optional(),
  /** A second selection to compare with. */
  compare_with: reportFilter.optional(),
  time_range: z.object({ from: instant.optional(), to: instant.optional(), text: z.string() }).optional(),
  unmatched: z.array(z.string()),
  /** Doubts in plain words, e.g. "no team is named Roads B; kept as given". */
  doubts: z.array(z.string()).default([]),
  changes: fieldChanges.optional(),
  /** A command whose selection could mean several things: waits for approval whatever its size. */
  ambiguous: z.boolean().default(false),
  /** A command whose words mean one report: when several are selected, it waits for approval. */
  single: z.boolean().optional(),
  confidence: z.number().min(0).max(1),
});
export type Interpretation = z.infer<typeof interpretation>;

export const bullet = z.object({ agent_id: z.string(), text: z.string(), references: z.array(z.string()) });
export type Bullet = z.infer<typeof bullet>;

export const mapData = z.object({
  map_action: z.enum(['FIT_BOUNDS', 'ADD_MARKERS', 'NONE']),
  data: z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) }),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
});
export type MapData = z.infer<typeof mapData>;

export const reference = z.object({
  type: z.literal('report'),
  reference_id: z.string(),
  summary: z.string(),
  status: z.string(),
  location: point.nullable(),
});
export type Reference = z.infer<typeof reference>;

/** One report's part in a change set; `before` and `after` hold the changed fields only. */
export const change = z.object({
  incident_id: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  /** The assignee is no known team or user; the name is stored as given. */
  unknown_assignee: z.boolean().optional(),
  state: z.enum(['proposed', 'applied', 'conflict', 'undone', 'rejected']),
});
export type Change = z.infer<typeof change>;

export const storedQuery = metadata.extend({
  job_id: z.string(),
  query_id: z.string(),
  session_id: z.string(),
  domain_id: z.string(),
  question: z.string(),
  mode: queryMode.nullable(),
  status: queryStatus,
  summary: z.string().nullable(),
  bullets: z.array(bullet),
  interpretation: interpretation.nullable(),
  map_data: mapData.nullable(),
  references_used: z.array(reference),
  changes: z.array(change),
  /** Who let a proposed change set be applied. */
  approval: z.object({ by: z.string(), at: instant }).optional(),
  usage,
  completed_at: instant.nullable(),
  error: z.string().optional(),
});
export type StoredQuery = z.infer<typeof storedQuery>;

export const query = storedQuery.extend({ execution_log: z.array(logEntry) });
export type Query = z.infer<typeof query>;
