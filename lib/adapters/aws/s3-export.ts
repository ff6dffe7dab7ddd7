import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError } from '../../errors.ts';
import type { ExportStore } from '../../ports/blobs.ts';

/** Of a multipart upload, every part but the last has at least 5 MiB and there are at most 10,000: S3 User Guide. */
const PART_BYTES = 8 * 1024 * 1024;

async function* partsOf(texts: AsyncIterable<string>): AsyncGenerator<Buffer, void, undefined> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const text of texts) {
    const buffer = Buffer.from(text);
    held.push(buffer);
    bytes += buffer.length;
    if (bytes >= PART_BYTES) {
      yield Buffer.concat(held);
      [held, bytes] = [[], 0];
    }
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/** Apart from what tenants keep, so that the bucket can forget exports after a day. No tenant's prefix holds a "=". */
const PREFIX = 'exports=/';

/** Files in parts, below the tenant's own prefix among the exports. */
export function makeExportStore(
  bucket: string,
  client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
): ExportStore {
  const at = (tenantId: string, key: string) => ({
    Bucket: bucket,
    Key: `${PREFIX}${encodeURIComponent(tenantId)}/${key}`,
  });

  return {
    write: async (tenantId, key, texts, contentType) => {
      const object = at(tenantId, key);
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ ...object, ContentType: contentType }),
      );
      const Parts: CompletedPart[] = [];
      try {
        for await (const Body of partsOf(texts)) {
          const PartNumber = Parts.length + 1;
          const { ETag } = await client.send(
            new UploadPartCommand({ ...object, UploadId, PartNumber, Body }),
          );
          Parts.push({ PartNumber, ETag });
        }
        await client.send(
          new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }),
        );
      } catch (cause) {
        await client.send(new AbortMultipartUploadCommand({ ...object, UploadId })).catch(() => undefined);
        if (cause instanceof AppError) throw cause;
        throw new AppError('UNAVAILABLE', 'The object store did not answer.', { cause, retryable: true });
      }
    },
    presignDownload: (tenantId, key, expiresIn) =>
      getSignedUrl(client, new GetObjectCommand(at(tenantId, key)), { expiresIn }),
  };
}
