import type { Principal } from '../domain/principal.ts';
import type { Upload, UploadInput } from '../domain/report.ts';
import type { EvidenceStore } from '../ports/blobs.ts';
import type { Clock, Ids } from '../ports/world.ts';

const VALID_SECONDS = 300;

const extensions: Readonly<Record<UploadInput['content_type'], string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/heic': 'heic',
};

/** Lets clients put images next to a report without sending them through the API. */
export function makeUploads(ports: { evidence: EvidenceStore; ids: Ids; clock: Clock }) {
  return {
    async presign({ tenantId }: Principal, { content_type, bytes }: UploadInput): Promise<Upload> {
      const key = `uploads/${ports.ids.next('img')}.${extensions[content_type]}`;
      const { url, headers } = await ports.evidence.presignUpload(tenantId, {
        key,
        contentType: content_type,
        bytes,
        expiresIn: VALID_SECONDS,
      });
      const expires_at = new Date(ports.clock.now().getTime() + VALID_SECONDS * 1_000).toISOString();
      return { key, upload_url: url, method: 'PUT', headers, expires_at };
    },
  };
}
