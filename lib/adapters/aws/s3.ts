import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError } from '../../errors.ts';
import type { BlobStore, EvidenceStore } from '../../ports/blobs.ts';

/** Browsers that upload with a presigned URL send no checksum of the SDK's making. */
const makeClient = (): S3Client => new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

/** Every object of a tenant lies below its own prefix, which no id or key can leave. */
const prefixOf = (tenantId: string): string => `${encodeURIComponent(tenantId)}/`;

const unavailable = (cause: unknown): never => {
  throw new AppError('UNAVAILABLE', 'The object store did not answer.', { cause, retryable: true });
};

/** Images that clients upload themselves: type and size are part of the signature. */
export function makeEvidenceStore(bucket: string, client = makeClient()): EvidenceStore {
  return {
    async presignUpload(tenantId, { key, contentType, bytes, expiresIn }) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: prefixOf(tenantId) + key,
        ContentType: contentType,
        ContentLength: bytes,
      });
      const signableHeaders = new Set(['content-type', 'content-length']);
      const url = await getSignedUrl(client, command, { expiresIn, signableHeaders });
      return { url, headers: { 'content-type': contentType } };
    },
  };
}

/** Texts of a tenant in one bucket. */
export function makeBlobStore(bucket: string, client = makeClient()): BlobStore {
  const at = (tenantId: string, key: string) => ({ Bucket: bucket, Key: prefixOf(tenantId) + key });

  const page = (tenantId: string, prefix: string, token?: string): Promise<ListObjectsV2CommandOutput> =>
    client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefixOf(tenantId) + prefix,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );

  return {
    async put(tenantId, key, body, contentType) {
      const command = new PutObjectCommand({ ...at(tenantId, key), Body: body, ContentType: contentType });
      await client.send(command).catch(unavailable);
    },

    async get(tenantId, key) {
      try {
        const { Body } = await client.send(new GetObjectCommand(at(tenantId, key)));
        return await Body?.transformToString('utf8');
      } catch (error) {
        return error instanceof NoSuchKey ? undefined : unavailable(error);
      }
    },

    async list(tenantId, prefix) {
      const found: { key: string; bytes: number; created_at: string }[] = [];
      let token: string | undefined;
      do {
        const { Contents = [], NextContinuationToken } = await page(tenantId, prefix, token).catch(
          unavailable,
        );
        for (const { Key = '', Size = 0, LastModified } of Contents) {
          const created_at = (LastModified ?? new Date(0)).toISOString();
          found.push({ key: Key.slice(prefixOf(tenantId).length), bytes: Size, created_at });
        }
        token = NextContinuationToken;
      } while (token !== undefined);
      return found;
    },

    presignDownload: (tenantId, key, expiresIn) =>
      getSignedUrl(client, new GetObjectCommand(at(tenantId, key)), { expiresIn }),
  };
}
