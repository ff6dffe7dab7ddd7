/** Files. */

export interface EvidenceStore {
  /** A presigned PUT for one image of the tenant; `expiresIn` in seconds. */
  presignUpload(
    tenantId: string,
    upload: { key: string; contentType: string; bytes: number; expiresIn: number },
  ): Promise<{ url: string; headers: Record<string, string> }>;
}

export interface BlobStore {
  put(tenantId: string, key: string, body: string, contentType: string): Promise<void>;
  get(tenantId: string, key: string): Promise<string | undefined>;
  list(tenantId: string, prefix: string): Promise<{ key: string; bytes: number; created_at: string }[]>;
  /** A presigned GET; `expiresIn` in seconds. */
  presignDownload(tenantId: string, key: string, expiresIn: number): Promise<string>;
}

/** Large files that are fetched once, soon, and then forgotten. */
export interface ExportStore {
  /** Stores the parts one after another as they come; holds no more than some of them. Nothing is left of a failed write. */
  write(tenantId: string, key: string, parts: AsyncIterable<string>, contentType: string): Promise<void>;
  /** A presigned GET; `expiresIn` in seconds. */
  presignDownload(tenantId: string, key: string, expiresIn: number): Promise<string>;
}
