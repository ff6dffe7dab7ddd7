/** Ids are opaque to clients. Job ids name their subject, so that no index from job to subject is needed. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford base32, lower case

export type IdPrefix = 'agt' | 'inc' | 'ses' | 'msg' | 'qry' | 'bak' | 'use' | 'img';

/** 26 characters for 16 bytes. */
export function encodeBase32(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, 16)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let index = 0; index < 26; index++) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}

export const toId = (prefix: IdPrefix, bytes: Uint8Array): string => `${prefix}_${encodeBase32(bytes)}`;

export type JobSubject =
  | { readonly kind: 'report'; readonly incidentId: string; readonly generation: number }
  | { readonly kind: 'query'; readonly queryId: string };

const REPORT_JOB = /^job_(inc_[0-9a-z]{26})_([1-9]\d{0,5})$/;
const QUERY_JOB = /^job_(qry_[0-9a-z]{26})$/;

/** `generation` counts the ingestions of one report: 1, then +1 per reprocess. */
export const reportJobId = (incidentId: string, generation: number): string =>
  `job_${incidentId}_${generation}`;
export const queryJobId = (queryId: string): string => `job_${queryId}`;

/** Undefined for text that is no job id. */
export function parseJobId(jobId: string): JobSubject | undefined {
  const ofReport = REPORT_JOB.exec(jobId);
  if (ofReport?.[1] !== undefined)
    return { kind: 'report', incidentId: ofReport[1], generation: Number(ofReport[2]) };
  const ofQuery = QUERY_JOB.exec(jobId);
  if (ofQuery?.[1] !== undefined) return { kind: 'query', queryId: ofQuery[1] };
  return undefined;
}

/** A composite key that no value can forge: every part is percent-encoded before the joint. */
export const compositeKey = (...parts: readonly string[]): string =>
  parts.map((part) => encodeURIComponent(part)).join('|');
