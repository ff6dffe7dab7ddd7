import type { CounterStore } from '../../ports/limits.ts';
import { configurationKey, expiryOf } from './configuration-items.ts';
import { all, atMost, exists, missing, type Tables } from './document-table.ts';

/** Counters are items whose numbers only grow by conditional updates, so that no two processes overrun a limit. */
export function makeCounterStore({ configurations }: Pick<Tables, 'configurations'>): CounterStore {
  const key = (tenantId: string, counter: string) => configurationKey(tenantId, 'counter', counter);
  return {
    read: async (tenantId, counter) =>
      (await configurations.get(key(tenantId, counter)))?.['sums'] as Record<string, number> | undefined,

    start: async (tenantId, counter, sums, expires) => {
      const item = { ...key(tenantId, counter), sums, expires_at: expiryOf(expires) };
      await configurations.put(item, missing('pk'));
    },

    add: async (tenantId, counter, amounts, limits = {}) => {
      const increase = Object.fromEntries(
        Object.entries(amounts).map(([name, amount]) => [`sums.${name}`, amount]),
      );
      const within = Object.entries(limits).map(([name, limit]) =>
        atMost(`sums.${name}`, limit - (amounts[name] ?? 0)),
      );
      const condition = all(exists('pk'), ...within);
      return (await configurations.update(key(tenantId, counter), { increase }, condition)) !== undefined;
    },
  };
}
