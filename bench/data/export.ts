import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { makeExportStore } from '../../lib/adapters/aws/s3-export.ts';
import { systemClock } from '../../lib/adapters/system/clock.ts';
import { makeReportExport } from '../../lib/services/report-export.ts';
import type { Stage } from './stage.ts';

const TENANT = 'bench-export';
/** A statement may take 45 s. */
const COPIED_AT_ONCE = 5_000;
const BUCKET = 'bench-export';
const columns = `incident_id, version, domain_id, status, category, urgency, sentiment, priority, assignee, assignee_name, due_date,
  due_at, place, place_key, location, source, event_at, created_at, updated_at, created_by, raw_text, ingestion_data, management_data`;

/** Of a file that was answered itself: its lines without those of its head and tail. Sample texts are of one line. */
const rowsIn = (body: string, format: keyof typeof linesBeside): number =>
  body.split('\n').length - 1 - linesBeside[format];
const linesBeside = { csv: 1, geojson: 2, ndjson: 0 };

/** One tenant with `reports` reports, exported as the HTTP call does it, to an S3 emulator in this process. */
export async function measureExport(stage: Stage, reports: number): Promise<string> {
  const s3 = await startFauxqs({ port: 0, logger: false });
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${s3.port}`,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  try {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    for (let copied = 0; copied < reports; copied += COPIED_AT_ONCE)
      await stage.floor(`insert into report_index (tenant_id, ${columns}) select '${TENANT}', ${columns.replace('incident_id', "tenant_id || '/' || incident_id")}
        from report_index where tenant_id like 'tenant-%' order by tenant_id, incident_id
        limit ${Math.min(COPIED_AT_ONCE, reports - copied)} offset ${copied}`);
    await stage.floor('analyze report_index');
    const exports = makeExportStore(BUCKET, client);
    const exporting = makeReportExport({
      index: stage.index,
      exports,
      ids: { next: () => 'bak_1' },
      clock: systemClock,
    });
    const principal = { tenantId: TENANT, userId: 'bench', username: 'bench', role: 'member' } as const;
    const lines: string[] = [];
    for (const format of ['csv', 'geojson', 'ndjson'] as const) {
      let [exported, bytes, calls, longest, spent] = [0, 0, 0, 0, 0];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const started = performance.now();
        const answer = await exporting.export(principal, {}, format, cursor);
        const seconds = (performance.now() - started) / 1_000;
        const file = answer.inline
          ? { reports: rowsIn(answer.body, format), bytes: answer.body.length, next_cursor: null }
          : answer;
        [exported, bytes, calls] = [exported + file.reports, bytes + file.bytes, calls + 1];
        [longest, spent] = [Math.max(longest, seconds), spent + seconds];
        cursor = file.next_cursor;
      }
      if (exported !== reports) throw new Error(`${exported} of ${reports} reports were exported`);
      lines.push(
        `${format}: ${reports.toLocaleString('en')} reports, ${Math.round(bytes / 1e6)} MB, ${calls} call(s), the longest ${longest.toFixed(1)} s of 29 s, ${Math.round(exported / spent).toLocaleString('en')} reports a second`,
      );
    }
    return `Export through S3. ${lines.join('. ')}.`;
  } finally {
    await stage.floor(`delete from report_index where tenant_id = '${TENANT}'`);
    client.destroy();
    await s3.stop();
  }
}
