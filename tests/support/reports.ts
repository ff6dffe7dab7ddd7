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

/** A generator of numbers in [0, 1) that gives the same sequence for the same seed (Park and Miller). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export const categories = ['pothole', 'water', 'street_light', null] as const;
export const places = [
  'MG Road',
  'Koramangala 5th Block',
  'koramangala',
  'Old São Paulo Road',
  null,
] as const;
export const statuses = ['completed', 'pending', 'assigned', 'resolved', 'closed'] as const;
const texts = [
  'Huge potholes on the bridge after the flooding',
  'No water since Monday morning',
  'The street light is broken and it is dark',
  'Crops are drying because the canal is empty',
];

/** Reports of many shapes over the whole world, its edges included. */
export function manyReports(count: number, seed = 7): StoredReport[] {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const edges = [-180, 180, 179.999, -179.999, 0];
  return Array.from({ length: count }, (_, index) => {
    const longitude = random() < 0.1 ? pick(edges) : random() * 360 - 180;
    const latitude = random() < 0.05 ? pick([-90, 90]) : random() * 180 - 90;
    const at = new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 180 * 86_400) * 1_000).toISOString();
    const assigned = random() < 0.4;
    return storedReport(`inc_${String(index).padStart(6, '0')}`, {
      domain_id: random() < 0.8 ? 'civic_complaints' : 'agriculture',
      raw_text: pick(texts),
      status: pick(statuses),
      source: pick(['web', 'sms']),
      occurred_at: random() < 0.9 ? at : null,
      created_at: at,
      updated_at: at,
      created_by: pick(['user-1', 'user-2']),
      location: random() < 0.9 ? { type: 'Point', coordinates: [longitude, latitude] } : null,
      ingestion_data: {
        category: pick(categories),
        urgency: pick(['immediate', 'urgent', 'moderate', 'low']),
        sentiment: pick(['negative', 'neutral']),
        location_text: pick(places),
        entities: pick([[], ['Ward 5'], ['Ward 5', 'BBMP'], 'not a list']),
        people: pick([1, 2.5, '3', 'many', null, 1e308]),
      },
      task_details: assigned
        ? {
            assignee: pick(['roads', 'user-9']),
            assignee_name: pick(['Road Works', null]),
            due_date: pick(['2026-03-01', '2026-03-02', '2026-03-02T18:30:00.000Z', null]),
            priority: pick(['high', 'low']),
          }
        : {},
    });
  });
}
