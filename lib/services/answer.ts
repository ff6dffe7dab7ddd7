import { boundsOf } from '../domain/geo.ts';
import type { Bullet, MapData, Reference } from '../domain/query.ts';
import type { ReportRow } from '../domain/report.ts';
import type { AgentRun } from '../domain/run.ts';
import type { ReportIndex } from '../ports/relational.ts';

/** An answer lives on the query's item, whose limit is 400 KB. */
const MAX_BULLET = 2_000;
const MAX_BULLET_REFERENCES = 20;
const MAX_REFERENCES = 100;
/** Ids in one filter. */
const BATCH = 50;

const excerpt = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;

function answerOf({ output }: AgentRun): string | undefined {
  const answer = (output as { answer?: unknown } | null)?.answer;
  return typeof answer === 'string' && answer.trim() !== '' ? excerpt(answer.trim(), MAX_BULLET) : undefined;
}

/** One bullet per agent that has an answer, in playbook order. */
export function bulletsOf(runs: readonly AgentRun[]): Bullet[] {
  return runs
    .filter(({ status }) => status === 'success')
    .flatMap((run) => {
      const text = answerOf(run);
      const references = run.references.slice(0, MAX_BULLET_REFERENCES);
      return text === undefined ? [] : [{ agent_id: run.agent_id, text, references }];
    });
}

/** The reports of these ids, in their order; ids of reports that are gone are left out. At most 100. */
export async function referencedRows(
  index: Pick<ReportIndex, 'list'>,
  tenantId: string,
  ids: readonly string[],
): Promise<ReportRow[]> {
  const wanted = [...new Set(ids)].slice(0, MAX_REFERENCES);
  const rows = new Map<string, ReportRow>();
  for (let start = 0; start < wanted.length; start += BATCH) {
    const incident_ids = wanted.slice(start, start + BATCH);
    const { items } = await index.list(tenantId, { incident_ids }, { page: 1, limit: BATCH });
    for (const row of items) rows.set(row.incident_id, row);
  }
  return wanted.flatMap((id) => rows.get(id) ?? []);
}

export const toReference = (row: ReportRow): Reference => ({
  type: 'report',
  reference_id: row.incident_id,
  summary: excerpt(row.raw_text.replace(/\s+/g, ' '), 160),
  status: row.status,
  location: row.location,
});

/** The located reports of an answer: a view that shows them all, a marker for a single one, nothing for none. */
export function mapOf(rows: readonly ReportRow[]): MapData {
  const features = rows.flatMap((row) =>
    row.location === null
      ? []
      : [
          {
            type: 'Feature' as const,
            id: row.incident_id,
            geometry: row.location,
            properties: {
              incident_id: row.incident_id,
              status: row.status,
              category: row.category,
              urgency: row.urgency,
              created_at: row.created_at,
            },
          },
        ],
  );
  const bounds = boundsOf(features.map(({ geometry }) => geometry)) ?? null;
  const map_action = features.length > 1 ? 'FIT_BOUNDS' : features.length === 1 ? 'ADD_MARKERS' : 'NONE';
  return { map_action, data: { type: 'FeatureCollection', features }, bounds };
}
