import type { StoredReport } from '../../lib/domain/report.ts';

export type ReportOverrides = Partial<Omit<StoredReport, 'ingestion_data' | 'management_data'>> & {
  ingestion_data?: Record<string, unknown>;
  task_details?: StoredReport['management_data']['task_details'];
};

/** A complete stored report; whatever a test does not care about has a plain value. */
export function storedReport(id: string, { task_details, ...overrides }: ReportOverrides = {}): StoredReport {
  const at = '2026-05-01T10:00:00.000Z';
  return {
    id,
    incident_id: id,
    domain_id: 'civic_complaints',
    job_id: `job_${id}_1`,
    raw_text: 'A report.',
    images: [],
    source: 'web',
    status: 'completed',
    occurred_at: null,
    location: null,
    ingestion_data: {},
    management_data: { task_details: task_details ?? {}, history: [] },
    review: { required: false, reasons: [] },
    provenance: {},
    possible_duplicates: [],
    version: 1,
    created_at: at,
    updated_at: at,
    created_by: 'user-1',
    ...overrides,
  };
}
