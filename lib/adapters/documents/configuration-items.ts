import { compositeKey } from '../../domain/ids.ts';
import type { Key } from './document-table.ts';

/** One kind of a tenant's configuration is one partition. */
export const configurationKey = (tenantId: string, kind: string, id: string): Key => ({
  pk: compositeKey(tenantId, kind),
  sk: id,
});

/** Seconds since 1970, as the table's time to live wants them. */
export const expiryOf = (time: Date): number => Math.ceil(time.getTime() / 1_000);
