import { makeReportStore } from '../../lib/adapters/documents/report-store.ts';
import { systemClock } from '../../lib/adapters/system/clock.ts';
import { startDynalite } from '../../tests/support/dynalite.ts';
import { tenantReports } from './load.ts';

/** The alternative to an index: read every report from DynamoDB (its emulator here) and count in memory. */
export async function readingEverything(reports: number): Promise<string> {
  const dynamo = await startDynalite();
  try {
    const store = makeReportStore(dynamo.tables, systemClock);
    const waiting = [...tenantReports(reports, 1)];
    const insert = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        await store.insert(next.tenantId, next.report, { fingerprint: 'f' });
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: 8 }, insert));
    const writing = performance.now() - started;
    const before = performance.now();
    const counts = new Map<unknown, number>();
    let cursor: string | undefined;
    do {
      const page = await store.scan(cursor);
      for (const { report } of page.items) {
        const key = report.ingestion_data['category'];
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const reading = performance.now() - before;
    return `Reading all of ${reports.toLocaleString('en')} reports from DynamoDB (dynalite) to count them by category takes ${Math.round(reading)} ms, ${(reading / reports).toFixed(3)} ms a report, so some ${Math.round((reading / reports) * 50)} s for 50,000; writing them took ${Math.round(reports / (writing / 1_000))} a second.`;
  } finally {
    await dynamo.stop();
  }
}
