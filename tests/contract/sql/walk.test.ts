import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import type { StoredReport } from '../../../lib/domain/report.ts';
import type { ReportIndex } from '../../../lib/ports/relational.ts';
import { makeReports } from '../../../lib/services/reports.ts';
import { principal } from '../../support/api-fakes.ts';
import { startMigratedDatabase, type TestDatabase } from '../../support/database.ts';
import { manyReports, seeded } from '../../support/reports.ts';

/** The list of reports as the API answers it, over real SQL, while others write. */
const EARLIER = 5_000;
const ADDED = 500;
const LIMIT = 100;
const nora = principal('nora', 'admin');

let database: TestDatabase;
let index: ReportIndex;
beforeAll(async () => {
  database = await startMigratedDatabase();
  index = makeReportIndex(database.sql);
}, 60_000);
afterAll(() => database.close());

/** Some share their event time with many others, and some of the later ones happened before the earlier ones. */
function reports(count: number, seed: number, prefix: string): StoredReport[] {
  const random = seeded(seed);
  return manyReports(count, seed).map((report) => {
    const occurred_at = new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 700) * 3_600_000).toISOString();
    const id = report.incident_id.replace('inc_', prefix);
    return { ...report, id, incident_id: id, job_id: `job_${id}_1`, occurred_at };
  });
}

async function store(rows: readonly StoredReport[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 200)
    await index.upsertMany(nora.tenantId, rows.slice(start, start + 200));
}

describe('a walk by cursor', () => {
  it('meets each of 5,000 reports exactly once while 500 are added and others change', async () => {
    const api = makeReports({ index } as never);
    const earlier = reports(EARLIER, 7, 'inc_');
    const added = reports(ADDED, 11, 'new_');
    await store(earlier);
    const seen: string[] = [];
    let pages = 0;
    let cursor: string | undefined;
    do {
      const page = await api.list(nora, {}, { page: 1, limit: LIMIT, cursor });
      seen.push(...page.reports.map(({ incident_id }) => incident_id));
      cursor = page.pagination.next_cursor ?? undefined;
      pages += 1;
      await store(added.splice(0, ADDED / (EARLIER / LIMIT)));
      const [touched] = earlier.slice(pages * 31, pages * 31 + 1);
      if (touched !== undefined) await store([{ ...touched, status: 'resolved', version: 2 }]);
    } while (cursor !== undefined);

    const met = seen.filter((id) => id.startsWith('inc_'));
    expect(added).toHaveLength(0);
    expect(met).toHaveLength(EARLIER);
    expect(new Set(met)).toEqual(new Set(earlier.map(({ incident_id }) => incident_id)));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(EARLIER);
    expect(await index.count(nora.tenantId, {})).toBe(EARLIER + ADDED);
  }, 60_000);
});
