import * as z from 'zod';
import { domainId } from './domain.ts';
import { point } from './geo.ts';
import { instant, metadata } from './metadata.ts';
import { priority, reportStatus, workflowStatus } from './report-vocabulary.ts';
import { logEntry } from './run.ts';

export const MAX_TEXT = 10_000;
export const MAX_IMAGES = 5;

const image = z.union([
  z.url({ protocol: /^https$/ }).max(2_000),
  z.string().regex(/^uploads\/[A-Za-z0-9/_.-]{1,200}$/, 'not an https URL or an upload key'),
]);

export const reportInput = z.object({
  domain_id: domainId,
  text: z.string().trim().min(1).max(MAX_TEXT),
  images: z.array(image).max(MAX_IMAGES).default([]),
  source: z.string().trim().min(1).max(50).default('web'),
  occurred_at: instant.optional(),
  location: point.optional(),
});
export type ReportInput = z.infer<typeof reportInput>;

export const MAX_UPLOAD = 10 * 1024 * 1024;
/** One image that a client is about to upload. */
export const uploadInput = z.object({
  content_type: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic']),
  bytes: z.int().min(1).max(MAX_UPLOAD),
});
export type UploadInput = z.infer<typeof uploadInput>;
/** A presigned PUT; `key` is what a report then lists among its images. */
export const upload = z.object({
  key: z.string(),
  upload_url: z.string(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
  expires_at: instant,
});
export type Upload = z.infer<typeof upload>;

/** The part of a report that people and management agents work on. Unknown keys are kept. */
export const taskDetails = z.looseObject({
  assignee: z.string().max(200).nullable().optional(),
  assignee_name: z.string().max(200).nullable().optional(),
  priority: priority.nullable().optional(),
  due_date: z.union([z.iso.date(), instant]).nullable().optional(),
  notes: z.array(z.string().max(2_000)).max(200).optional(),
});
export type TaskDetails = z.infer<typeof taskDetails>;

export const historyEntry = z.looseObject({ status: reportStatus, timestamp: z.string(), by: z.string() });
export type HistoryEntry = z.infer<typeof historyEntry>;

export const managementData = z.looseObject({
  task_details: taskDetails.default({}),
  history: z.array(historyEntry).default([]),
});
export type ManagementData = z.infer<typeof managementData>;

export const reportPatch = z.object({
  status: workflowStatus.optional(),
  management_data: z.looseObject({ task_details: taskDetails.optional() }).optional(),
  version: z.int().positive().optional(),
});
export type ReportPatch = z.infer<typeof reportPatch>;

export const review = z.object({ required: z.boolean(), reasons: z.array(z.string()) });
export type Review = z.infer<typeof review>;

export const provenanceEntry = z.object({
  agent_id: z.string(),
  agent_version: z.number(),
  confidence: z.number().min(0).max(1).nullable(),
  evidence: z.string().nullable(),
});
export const provenance = z.record(z.string(), provenanceEntry);
export type Provenance = z.infer<typeof provenance>;

export const possibleDuplicate = z.object({
  incident_id: z.string(),
  score: z.number(),
  reason: z.string(),
});
export type PossibleDuplicate = z.infer<typeof possibleDuplicate>;

/** A report as stored (source of truth) and, together with its execution log, as answered. */
export const storedReport = metadata.extend({
  incident_id: z.string(),
  domain_id: z.string(),
  job_id: z.string(),
  raw_text: z.string(),
  images: z.array(z.string()),
  source: z.string(),
  status: reportStatus,
  occurred_at: instant.nullable(),
  location: point.nullable(),
  ingestion_data: z.record(z.string(), z.unknown()),
  management_data: managementData,
  review,
  provenance,
  possible_duplicates: z.array(possibleDuplicate),
  version: z.int().positive(),
  error: z.string().optional(),
});
export type StoredReport = z.infer<typeof storedReport>;

export const report = storedReport.extend({ execution_log: z.array(logEntry) });
export type Report = z.infer<typeof report>;

/** What lists, maps and references show of a report: a row of the searchable projection. */
export const reportRow = z.object({
  incident_id: z.string(),
  domain_id: z.string(),
  status: reportStatus,
  category: z.string().nullable(),
  urgency: z.string().nullable(),
  sentiment: z.string().nullable(),
  priority: z.string().nullable(),
  assignee: z.string().nullable(),
  assignee_name: z.string().nullable(),
  due_date: z.string().nullable(),
  place: z.string().nullable(),
  location: point.nullable(),
  source: z.string(),
  /** The event time: `occurred_at`, else the extracted timestamp, else `created_at`. */
  event_at: instant,
  raw_text: z.string(),
  created_at: instant,
  updated_at: instant,
  created_by: z.string(),
  version: z.int(),
});
export type ReportRow = z.infer<typeof reportRow>;

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects merge key by key, at every depth; anything else (arrays, null too) replaces. */
export function deepMerge(
  base: Record<string, unknown>,
  patch: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const current = merged[key];
    merged[key] = isPlainObject(current) && isPlainObject(value) ? deepMerge(current, value) : value;
  }
  return merged;
}
