import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFauxqs } from 'fauxqs';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { makeExportStore } from '../../../lib/adapters/aws/s3-export.ts';
import type { ExportStore } from '../../../lib/ports/blobs.ts';

const BUCKET = 'exports-test';
let stop: () => Promise<void>;
let client: S3Client;
let store: ExportStore;

beforeAll(async () => {
  const server = await startFauxqs({ port: 0, logger: false });
  stop = () => server.stop();
  client = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  store = makeExportStore(BUCKET, client);
}, 30_000);
afterAll(async () => {
  client.destroy();
  await stop();
});

async function* repeated(text: string, times: number): AsyncGenerator<string, void, undefined> {
  for (let index = 0; index < times; index++) yield await Promise.resolve(text);
}

describe('a large export', () => {
  it('arrives whole, in the order it was written', async () => {
    const line = `${'ä'.repeat(500_000)}\n`;
    await store.write('acme', 'exports/1/reports.csv', repeated(line, 20), 'text/csv; charset=utf-8');
    const response = await fetch(await store.presignDownload('acme', 'exports/1/reports.csv', 60));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(line.repeat(20));
  }, 30_000);

  it('that fails half-way leaves no file', async () => {
    async function* failing(): AsyncGenerator<string, void, undefined> {
      yield* repeated('x'.repeat(9_000_000), 1);
      throw new Error('the database went away');
    }
    const writing = store.write('acme', 'exports/2/reports.csv', failing(), 'text/csv');
    await expect(writing).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const response = await fetch(await store.presignDownload('acme', 'exports/2/reports.csv', 60));
    expect(response.status).toBe(404);
  }, 30_000);

  it('of one tenant is not where another tenant looks', async () => {
    await store.write('acme', 'exports/3/reports.csv', repeated('secret', 1), 'text/csv');
    const response = await fetch(await store.presignDownload('other', 'exports/3/reports.csv', 60));
    expect(response.status).toBe(404);
  });
});
