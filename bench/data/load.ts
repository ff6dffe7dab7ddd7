import { sampleReports } from '../../scripts/sample/generate.ts';
import { toStored } from '../../scripts/sample/to-stored.ts';
import type { StoredReport } from '../../lib/domain/report.ts';
import type { Stage } from './stage.ts';

export const UNTIL = new Date('2026-11-01T00:00:00.000Z');
export const DOMAIN = 'civic_complaints';
const BATCH = 1_000;
const AT_ONCE = 2;

/** Report `index` of the whole set, and whose it is: tenants take turns, so that every size has all of them. */
export function* tenantReports(
  rows: number,
  tenants: number,
): Generator<{ tenantId: string; report: StoredReport }> {
  let index = 0;
  for (const sample of sampleReports({ reports: rows, seed: 42, until: UNTIL, domains: [DOMAIN] })) {
    yield { tenantId: `tenant-${index % tenants}`, report: toStored(sample, index) };
    index++;
  }
}

/** Feeds the index from `source` until it holds `target` rows; answers rows a second. */
export async function loadUntil(
  stage: Stage,
  source: Iterator<{ tenantId: string; report: StoredReport }>,
  loaded: number,
  target: number,
): Promise<number> {
  const started = performance.now();
  let remaining = target - loaded;
  const batchOf = (): Map<string, StoredReport[]> => {
    const batch = new Map<string, StoredReport[]>();
    for (let count = 0; count < BATCH * 20 && remaining > 0; count++, remaining--) {
      const next = source.next();
      if (next.done === true) break;
      const { tenantId, report } = next.value;
      batch.set(tenantId, [...(batch.get(tenantId) ?? []), report]);
    }
    return batch;
  };
  const worker = async (): Promise<void> => {
    while (remaining > 0)
      for (const [tenantId, reports] of batchOf()) await stage.index.upsertMany(tenantId, reports);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return Math.round(((target - loaded) / (performance.now() - started)) * 1_000);
}
