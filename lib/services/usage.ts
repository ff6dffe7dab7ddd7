import type { Principal } from '../domain/principal.ts';
import { addUsage, noUsage, type Usage } from '../domain/run.ts';
import { dayOf, type UsageEntry, type UsageGroup, type UsageReport } from '../domain/usage.ts';
import { invalidInput } from '../errors.ts';
import type { UsageStore } from '../ports/limits.ts';
import type { Clock } from '../ports/world.ts';

const DAY_MS = 24 * 3_600_000;
const MAX_DAYS = 92;
const DEFAULT_DAYS = 30;
/** Days that are read at the same time. */
const BATCH = 8;

export interface UsageQuery {
  /** UTC calendar days, both inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  group_by: UsageGroup;
}

type Sums = Usage & { calls: number };
const nothing: Sums = { ...noUsage, calls: 0 };
const plus = (sums: Sums, entry: UsageEntry): Sums => ({
  ...addUsage(sums, entry),
  calls: sums.calls + 1,
});
/** Sums of floating-point costs, to the millionth of a dollar in which they are booked. */
const rounded = (sums: Sums): Sums => ({ ...sums, cost_usd: Math.round(sums.cost_usd * 1e9) / 1e9 });

const keyOf: Readonly<Record<UsageGroup, (entry: UsageEntry) => string>> = {
  agent: ({ agent_id }) => agent_id,
  domain: ({ domain_id }) => domain_id,
  model: ({ model }) => model,
  day: ({ at }) => dayOf(at),
};

function daysBetween(from: string, to: string): string[] {
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (count < 1) throw invalidInput([{ path: 'query.to', message: 'is before from' }]);
  if (count > MAX_DAYS) {
    throw invalidInput([{ path: 'query.to', message: `at most ${MAX_DAYS} days are summed at once` }]);
  }
  return Array.from({ length: count }, (_, index) => dayOf(new Date(Date.parse(from) + index * DAY_MS)));
}

/** Tokens and cost of a tenant, call by call summed, by what was asked for. */
export function makeUsage({ usage, clock }: { usage: Pick<UsageStore, 'listDay'>; clock: Clock }) {
  const readAll = async (tenantId: string, days: readonly string[]): Promise<UsageEntry[]> => {
    const entries: UsageEntry[] = [];
    for (let start = 0; start < days.length; start += BATCH) {
      const batch = days.slice(start, start + BATCH).map((day) => usage.listDay(tenantId, day));
      entries.push(...(await Promise.all(batch)).flat());
    }
    return entries;
  };

  return {
    async report({ tenantId }: Principal, query: UsageQuery): Promise<UsageReport> {
      const to = query.to ?? dayOf(clock.now());
      const from = query.from ?? dayOf(new Date(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS));
      const entries = await readAll(tenantId, daysBetween(from, to));
      const groups = new Map<string, Sums>();
      for (const entry of entries) {
        const key = keyOf[query.group_by](entry);
        groups.set(key, plus(groups.get(key) ?? nothing, entry));
      }
      const rows = [...groups].map(([key, sums]) => ({ key, ...rounded(sums) }));
      rows.sort((a, b) => (a.key < b.key ? -1 : 1));
      const total = rounded(entries.reduce(plus, nothing));
      return { from, to, group_by: query.group_by, usage: rows, total };
    },
  };
}
