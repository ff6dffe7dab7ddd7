import { likeness, NEAR } from '../domain/likeness.ts';
import { toIndexed } from '../domain/projection.ts';
import type { PossibleDuplicate, StoredReport } from '../domain/report.ts';
import type { ReportIndex } from '../ports/relational.ts';

const MOST = 5;

/** Reports that may be about the same thing as this one, likest first; none when its category or place is unknown. */
export async function findDuplicates(
  index: Pick<ReportIndex, 'neighbours'>,
  tenantId: string,
  report: StoredReport,
): Promise<PossibleDuplicate[]> {
  const { row } = toIndexed(report);
  if (row.category === null || row.location === null) return [];
  const { precision } = report.ingestion_data;
  const subject = {
    raw_text: report.raw_text,
    event_at: row.event_at,
    category: row.category,
    precision: report.location === null && typeof precision === 'string' ? precision : undefined,
  };
  const candidates = await index.neighbours(tenantId, report, NEAR);
  return candidates
    .map((candidate) => likeness(subject, candidate))
    .filter((duplicate) => duplicate !== undefined)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST);
}
