import { encodeBase32, reportJobId } from '../../lib/domain/ids.ts';
import type { StoredReport } from '../../lib/domain/report.ts';
import type { WorkflowStatus } from '../../lib/domain/report-vocabulary.ts';
import { makeRandom } from './generate.ts';
import type { SampleReport } from './generate.ts';

const statuses: readonly WorkflowStatus[] = [
  'pending',
  'pending',
  'assigned',
  'in_progress',
  'resolved',
  'closed',
];
const teams = [
  ['team-roads', 'Road Works'],
  ['team-water', 'Water Board'],
  ['team-a', 'Team A'],
  ['team-b', 'Team B'],
] as const;
const DAY_MS = 86_400_000;

function idOf(index: number, at: Date): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(at.getTime()));
  view.setUint32(12, index);
  return `inc_${encodeBase32(bytes)}`;
}

/**
 * The report as it would be stored once agents had read it without a mistake and people had worked on it: what loads
 * a store without running agents.
 */
export function toStored(sample: SampleReport, index: number): StoredReport {
  const random = makeRandom(index * 7_919 + 17);
  const submitted = new Date(sample.submitted_at);
  const incident_id = idOf(index, submitted);
  const { category, urgency, sentiment, place, lon, lat, event_at } = sample.labels;
  const status = statuses[Math.floor(random() * statuses.length)] ?? 'pending';
  const team = status === 'pending' ? undefined : teams[Math.floor(random() * teams.length)];
  const due = new Date(submitted.getTime() + Math.ceil(random() * 14) * DAY_MS).toISOString().slice(0, 10);
  return {
    id: incident_id,
    incident_id,
    domain_id: sample.domain_id,
    job_id: reportJobId(incident_id, 1),
    raw_text: sample.text,
    images: [],
    source: sample.source,
    status,
    occurred_at: null,
    location: null,
    ingestion_data: {
      location_text: place,
      address: place,
      geo_location: { type: 'Point', coordinates: [lon, lat] },
      precision: 'neighbourhood',
      timestamp: event_at,
      urgency,
      sentiment,
      category,
      complaint_type: category,
      entities: [place],
      confidence: Math.round((0.6 + random() * 0.4) * 100) / 100,
    },
    management_data: {
      task_details: team
        ? {
            assignee: team[0],
            assignee_name: team[1],
            priority: random() < 0.3 ? 'high' : 'medium',
            due_date: due,
          }
        : {},
      history: [{ status, timestamp: sample.submitted_at, by: 'sample' }],
    },
    review: { required: false, reasons: [] },
    provenance: {},
    possible_duplicates: [],
    version: 1,
    created_at: sample.submitted_at,
    updated_at: sample.submitted_at,
    created_by: `sample-${index % 50}`,
  };
}
