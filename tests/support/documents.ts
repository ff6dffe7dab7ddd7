import { randomBytes } from 'node:crypto';
import { queryJobId, reportJobId, toId } from '../../lib/domain/ids.ts';
import type { IdPrefix } from '../../lib/domain/ids.ts';
import type { StoredQuery } from '../../lib/domain/query.ts';
import type { StoredReport } from '../../lib/domain/report.ts';
import { noUsage } from '../../lib/domain/run.ts';

export const newId = (prefix: IdPrefix): string => toId(prefix, randomBytes(16));

export const START = new Date('2026-11-02T09:00:00.000Z');

/** A clock that moves only when it is told to; sleepers wake when it has moved far enough, or are woken by their signal. */
export function makeManualClock(start = START) {
  let time = start.getTime();
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => new Date(time),
    sleep: (ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const sleeper = {
          until: time + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
        if (ms <= 0 || signal?.aborted) sleeper.wake();
      }),
    advance: (ms: number): Date => {
      time += ms;
      for (const sleeper of [...sleepers]) if (sleeper.until <= time) sleeper.wake();
      return new Date(time);
    },
  };
}

export function aReport(fields: Partial<StoredReport> = {}): StoredReport {
  const incidentId = fields.incident_id ?? newId('inc');
  return {
    id: incidentId,
    incident_id: incidentId,
    domain_id: 'civic_complaints',
    job_id: reportJobId(incidentId, 1),
    raw_text: 'A deep pothole on Mill Lane since yesterday.',
    images: [],
    source: 'web',
    status: 'accepted',
    occurred_at: null,
    location: null,
    ingestion_data: {},
    management_data: { task_details: {}, history: [] },
    review: { required: false, reasons: [] },
    provenance: {},
    possible_duplicates: [],
    version: 1,
    created_at: START.toISOString(),
    updated_at: START.toISOString(),
    created_by: 'user-1',
    ...fields,
  };
}

export function aQuery(fields: Partial<StoredQuery> = {}): StoredQuery {
  const queryId = fields.query_id ?? newId('qry');
  return {
    id: queryId,
    query_id: queryId,
    job_id: queryJobId(queryId),
    session_id: 'ses_1',
    domain_id: 'civic_complaints',
    question: 'How many potholes are open?',
    mode: null,
    status: 'accepted',
    summary: null,
    bullets: [],
    interpretation: null,
    map_data: null,
    references_used: [],
    changes: [],
    usage: noUsage,
    completed_at: null,
    created_at: START.toISOString(),
    updated_at: START.toISOString(),
    created_by: 'user-1',
    ...fields,
  };
}
