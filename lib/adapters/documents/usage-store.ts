import { dayOf, type UsageEntry } from '../../domain/usage.ts';
import type { UsageStore } from '../../ports/limits.ts';
import { configurationKey, expiryOf } from './configuration-items.ts';
import { queryAll, type Tables } from './document-table.ts';

/** 400 days: a year to compare with, and the month it is done in. */
const KEPT_MS = 400 * 24 * 3_600_000;

/** One item a model call, one partition a tenant and day. */
export function makeUsageStore({ configurations }: Pick<Tables, 'configurations'>): UsageStore {
  const key = (tenantId: string, day: string, callId: string) =>
    configurationKey(tenantId, `usage:${day}`, callId);
  return {
    record: async (tenantId, entry) => {
      const expires_at = expiryOf(new Date(Date.parse(entry.at) + KEPT_MS));
      await configurations.put({
        ...key(tenantId, dayOf(entry.at), entry.call_id),
        record: entry,
        expires_at,
      });
    },
    listDay: async (tenantId, day) => {
      const { pk = '' } = key(tenantId, day, '');
      const items = await queryAll(configurations, { hash: ['pk', pk] });
      return items.map((item) => item['record'] as UsageEntry);
    },
  };
}
