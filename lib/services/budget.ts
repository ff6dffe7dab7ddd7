import type { Settings } from '../domain/settings.ts';
import { dayOf, type UsageEntry } from '../domain/usage.ts';
import { AppError } from '../errors.ts';
import type { CallEstimate, CounterStore, Meter, UsageStore } from '../ports/limits.ts';
import type { Clock } from '../ports/world.ts';
import type { SettingsReader } from './settings.ts';

const DAY_MS = 24 * 3_600_000;
/** Counters add integers, so that no sum drifts. */
const MICRO = 1_000_000;

type Budget = Settings['daily_budget'];
interface Spent {
  tokens: number;
  micro_usd: number;
}

const isUnlimited = ({ tokens, usd }: Budget): boolean => tokens === null && usd === null;

const toAmounts = ({ tokens, usd }: CallEstimate): Record<string, number> => ({
  tokens: Math.ceil(tokens),
  micro_usd: Math.ceil(usd * MICRO),
});

const toLimits = ({ tokens, usd }: Budget): Record<string, number> => ({
  ...(tokens !== null && { tokens }),
  ...(usd !== null && { micro_usd: Math.floor(usd * MICRO) }),
});

const sumOf = (entries: readonly UsageEntry[]): Record<string, number> =>
  toAmounts({
    tokens: entries.reduce((sum, entry) => sum + entry.input_tokens + entry.output_tokens, 0),
    usd: entries.reduce((sum, entry) => sum + entry.cost_usd, 0),
  });

const isSpent = (spent: Spent, budget: Budget): boolean =>
  (budget.tokens !== null && spent.tokens >= budget.tokens) ||
  (budget.usd !== null && spent.micro_usd >= budget.usd * MICRO);

/**
 * A tenant's budget of tokens and US dollars for one UTC day. Tenants without one cost no counting; when an admin sets
 * one in the middle of a day, the counter starts at what the day's calls have used.
 */
export function makeBudget(ports: {
  counters: CounterStore;
  usage: UsageStore;
  settingsOf: SettingsReader;
  newCallId: () => string;
  clock: Clock;
}) {
  const { counters, usage, settingsOf, newCallId, clock } = ports;
  const counterOf = (day: string) => `budget:${day}`;

  const start = async (tenantId: string, day: string): Promise<void> => {
    const expires = new Date(Date.parse(day) + 2 * DAY_MS);
    await counters.start(tenantId, counterOf(day), sumOf(await usage.listDay(tenantId, day)), expires);
  };

  const spentOn = async (tenantId: string, day: string): Promise<Spent> => {
    const read = () => counters.read(tenantId, counterOf(day));
    const sums = (await read()) ?? (await start(tenantId, day).then(read));
    return { tokens: sums?.['tokens'] ?? 0, micro_usd: sums?.['micro_usd'] ?? 0 };
  };

  const refuse = (budget: Budget): never => {
    const now = clock.now();
    throw new AppError(
      'BUDGET_SPENT',
      "The tenant's budget for today is spent; it starts anew at midnight UTC.",
      {
        data: { daily_budget: budget },
        retryAfter: (Date.parse(dayOf(now)) + DAY_MS - now.getTime()) / 1_000,
      },
    );
  };

  const meter: Meter = {
    async reserve(tenantId, estimate) {
      const { daily_budget: budget } = await settingsOf(tenantId);
      if (isUnlimited(budget)) return { tokens: 0, usd: 0 };
      const day = dayOf(clock.now());
      const add = () => counters.add(tenantId, counterOf(day), toAmounts(estimate), toLimits(budget));
      if (await add()) return estimate;
      await start(tenantId, day);
      return (await add()) ? estimate : refuse(budget);
    },

    async settle(tenantId, reserved, entry) {
      const at = clock.now();
      if (entry !== undefined) {
        await usage.record(tenantId, { ...entry, call_id: newCallId(), at: at.toISOString() });
      }
      if (reserved.tokens === 0 && reserved.usd === 0) return;
      const used = entry ?? { input_tokens: 0, output_tokens: 0, cost_usd: 0 };
      const tokens = used.input_tokens + used.output_tokens - reserved.tokens;
      const amounts = toAmounts({ tokens, usd: used.cost_usd - reserved.usd });
      await counters.add(tenantId, counterOf(dayOf(at)), amounts);
    },
  };

  return {
    ...meter,
    /** Throws BUDGET_SPENT, with the time until midnight UTC, when nothing is left of today's budget. */
    async assertLeft(tenantId: string): Promise<void> {
      const { daily_budget: budget } = await settingsOf(tenantId);
      if (isUnlimited(budget)) return;
      if (isSpent(await spentOn(tenantId, dayOf(clock.now())), budget)) refuse(budget);
    },
  };
}
