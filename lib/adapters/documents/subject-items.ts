import { compositeKey, parseJobId } from '../../domain/ids.ts';
import type { StoredQuery } from '../../domain/query.ts';
import type { StoredReport } from '../../domain/report.ts';
import type { Job, JobFailure, JobRef, JobStatus } from '../../ports/jobs.ts';
import { terminalJobStatuses } from '../../ports/jobs.ts';
import type { Condition, DocumentTable, Item, Key, Tables } from './document-table.ts';
import { all, equals } from './document-table.ts';

/** How long a new job, or a projection left pending, may stand before the sweeper looks after it. */
export const GRACE_MS = 10_000;
const SHARDS = 4;
export const sweepShards: readonly string[] = Array.from({ length: SHARDS }, (_, index) => `s${index}`);

/** Spreads the sweep index; any stable function of the key will do. */
function shardOf(key: string): string {
  let sum = 0;
  for (const character of key) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return sweepShards[sum % SHARDS] ?? 's0';
}

export const later = (time: string | Date, ms: number): string =>
  new Date(new Date(time).getTime() + ms).toISOString();

/** A lease that nobody holds ends before every moment. */
export const NO_LEASE = '0000';
export const openJobStatuses: readonly JobStatus[] = ['accepted', 'processing'];
export const isTerminal = (status: unknown): boolean => terminalJobStatuses.includes(status as JobStatus);

/** The item of a report or a query: the record, its job and what the sweeper has to know. */
export interface SubjectItem extends Item {
  pk: string;
  tenant_id: string;
  record: StoredReport | StoredQuery;
  fingerprint: string;
  job_id: string;
  job_status: JobStatus;
  attempts: number;
  cancel_requested: boolean;
  fence: number;
  lease_owner?: string;
  lease_until: string;
  job_created_at: string;
  job_updated_at: string;
  job_failure?: JobFailure;
  plan_parts?: number;
  plan_fence?: number;
  sweep_shard?: string;
  sweep_at?: string;
  /** Since when the projection is behind. */
  projection_pending?: string;
}

export const subjectKey = (tenantId: string, id: string): Key => ({ pk: compositeKey(tenantId, id) });

export const sweepMark = (pk: string, dueAt: string) => ({ sweep_shard: shardOf(pk), sweep_at: dueAt });

/** What a new job puts on its subject's item. */
export const freshJob = (jobId: string, at: string) => ({
  job_id: jobId,
  job_status: 'accepted' as const,
  attempts: 0,
  cancel_requested: false,
  lease_until: NO_LEASE,
  job_created_at: at,
  job_updated_at: at,
});

export interface Subject {
  readonly kind: 'report' | 'query';
  readonly table: DocumentTable;
  readonly key: Key;
  readonly id: string;
}

/** Where a job lives; undefined for a job id that names no subject. */
export function subjectOf({ tenantId, jobId }: JobRef, tables: Tables): Subject | undefined {
  const parsed = parseJobId(jobId);
  if (parsed?.kind === 'report') {
    const key = subjectKey(tenantId, parsed.incidentId);
    return { kind: 'report', table: tables.reports, key, id: parsed.incidentId };
  }
  if (parsed?.kind === 'query') {
    const key = subjectKey(tenantId, parsed.queryId);
    return { kind: 'query', table: tables.queries, key, id: parsed.queryId };
  }
  return undefined;
}

export const ofJob = (ref: JobRef, ...conditions: readonly Condition[]): Condition =>
  all(equals('job_id', ref.jobId), ...conditions);

export function toJob(kind: 'report' | 'query', item: SubjectItem): Omit<Job, 'plan'> {
  const { record } = item;
  return {
    ref: { tenantId: item.tenant_id, jobId: item.job_id },
    subject: kind,
    subjectId: record.id,
    domainId: record.domain_id,
    ...('session_id' in record && { sessionId: record.session_id }),
    createdBy: record.created_by,
    status: item.job_status,
    attempts: item.attempts,
    cancelRequested: item.cancel_requested,
    createdAt: item.job_created_at,
    updatedAt: item.job_updated_at,
    ...(item.job_failure && { failure: item.job_failure, error: item.job_failure.message }),
  };
}

/** A report that its job works on shows so, without a write of its own at every claim. */
export function toReport(item: SubjectItem): StoredReport {
  const record = item.record as StoredReport;
  const working = record.status === 'accepted' && item.job_status === 'processing';
  return working ? { ...record, status: 'processing' } : record;
}
