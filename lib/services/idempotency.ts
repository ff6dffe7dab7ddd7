import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Principal } from '../domain/principal.ts';
import type { Ids } from '../ports/world.ts';
import type { IdPrefix } from '../domain/ids.ts';

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]),
  );
};

/** Equal for bodies that mean the same: the order of keys and absent values do not matter. SHA-256, hex. */
export const fingerprintOf = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(body)))
    .digest('hex');

/** A key belongs to its user: the same key of somebody else names another request. */
export const idFor = (ids: Ids, prefix: IdPrefix, principal: Principal, key: string | undefined): string =>
  key === undefined ? ids.next(prefix) : ids.derived(prefix, principal.tenantId, principal.userId, key);

/** IDEMPOTENCY_KEY_REUSED when the earlier request under this key had another body. */
export function assertSameRequest(stored: string, sent: string): void {
  if (stored === sent) return;
  throw new AppError(
    'IDEMPOTENCY_KEY_REUSED',
    'This Idempotency-Key was used before with another body; use a new key for a new request.',
  );
}
