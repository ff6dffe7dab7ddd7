import type { BlobStore } from '../ports/blobs.ts';
import type { JobRef } from '../ports/jobs.ts';

/** Bytes of JSON. A report's item holds its text and more beside the data; DynamoDB's limit for all is 400 KB. */
const MAX_VALUE = 30_000;
const MAX_TOTAL = 150_000;

/**
 * The same data with values that are too large kept in the blob store and named in their place; without a store they
 * are left out.
 */
export async function fitData(
  blobs: Pick<BlobStore, 'put'> | undefined,
  ref: JobRef,
  data: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const fitted: Record<string, unknown> = {};
  let total = 0;
  for (const [key, value] of Object.entries(data)) {
    const text = JSON.stringify(value);
    const bytes = Buffer.byteLength(text);
    if (bytes <= MAX_VALUE && total + bytes <= MAX_TOTAL) {
      fitted[key] = value;
      total += bytes;
    } else if (blobs !== undefined) {
      const stored_as = `runs/${ref.jobId}/data/${encodeURIComponent(key)}.json`;
      await blobs.put(ref.tenantId, stored_as, text, 'application/json');
      fitted[key] = { stored_as, bytes };
    }
  }
  return fitted;
}
