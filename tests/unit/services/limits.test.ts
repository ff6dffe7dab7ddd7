import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeCounterStore } from '../../../lib/adapters/documents/counter-store.ts';
import { makeUsageStore } from '../../../lib/adapters/documents/usage-store.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { defaultSettings, type Settings } from '../../../lib/domain/settings.ts';
import type { CounterStore, UsageStore } from '../../../lib/ports/limits.ts';
import { makeBudget } from '../../../lib/services/budget.ts';
import { makeRateLimits } from '../../../lib/services/rate-limits.ts';
import { makeUsage } from '../../../lib/services/usage.ts';
import { principal } from '../../support/api-fakes.ts';
import { makeManualClock } from '../../support/documents.ts';

let counters: CounterStore;
let usage: UsageStore;
let settings: Settings;
const settingsOf = () => Promise.resolve(settings);
let time: Date;
const clock = { now: () => time, sleep: () => Promise.resolve() };

beforeEach(() => {
  const tables = makeMemoryTables();
  counters = makeCounterStore(tables);
  usage = makeUsageStore(tables);
  settings = defaultSettings;
  time = new Date('2026-11-23T23:30:10.000Z');
});

const taken = async (work: () => Promise<void>, times: number): Promise<number> => {
  const results = await Promise.allSettled(Array.from({ length: times }, work));
  return results.filter(({ status }) => status === 'fulfilled').length;
};

describe('rates', () => {
  const limitTo = (requests_per_minute: number) => {
    settings = { ...settings, rate_limits: { ...settings.rate_limits, requests_per_minute } };
  };
  const process = () => {
    const rates = makeRateLimits({ counters, settingsOf, clock });
    return (tenantId = 'riverside') => rates.take(tenantId, 'requests_per_minute');
  };

  it('never lets several processes together exceed the limit', async () => {
    limitTo(20);
    const processes = [process(), process(), process()];
    const granted = await Promise.all(processes.map((take) => taken(() => take(), 20)));

    expect(granted.reduce((sum, count) => sum + count, 0)).toBe(20);
  });

  it('says when to come back, and lets through again in the next minute', async () => {
    limitTo(1);
    const take = process();
    await take();
    await expect(take()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 50 });
    time = new Date('2026-11-23T23:31:00.000Z');
    await expect(take()).resolves.toBeUndefined();
  });

  it('leaves another tenant alone', async () => {
    limitTo(1);
    const take = process();
    await take();
    await expect(take('hillcrest')).resolves.toBeUndefined();
  });

  it('takes permits in shares, so that most requests cost no write', async () => {
    limitTo(5_000);
    let writes = 0;
    const add: CounterStore['add'] = (...parts) => {
      writes += 1;
      return counters.add(...parts);
    };
    const rates = makeRateLimits({ counters: { ...counters, add }, settingsOf, clock });
    for (let request = 0; request < 500; request++) await rates.take('riverside', 'requests_per_minute');

    expect(writes).toBeLessThanOrEqual(7);
  });
});

describe('the budget of a day', () => {
  let call = 0;
  const make = () => makeBudget({ counters, usage, settingsOf, newCallId: () => `use_${call++}`, clock });
  const entry = (input_tokens: number, cost_usd = 0) => ({
    job_id: 'j',
    agent_id: 'a',
    domain_id: 'd',
    model: 'm',
    input_tokens,
    output_tokens: 0,
    cost_usd,
  });
  const budgetOf = (tokens: number | null, usd: number | null = null) => {
    settings = { ...settings, daily_budget: { tokens, usd } };
  };

  it('does not let parallel calls reserve more than there is', async () => {
    budgetOf(1_000);
    const budget = make();
    const reserved = await Promise.allSettled(
      Array.from({ length: 10 }, () => budget.reserve('riverside', { tokens: 300, usd: 0 })),
    );

    expect(reserved.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('gives back what was reserved and not used', async () => {
    budgetOf(1_000);
    const budget = make();
    for (let turn = 0; turn < 9; turn++) {
      const reserved = await budget.reserve('riverside', { tokens: 900, usd: 0 });
      await budget.settle('riverside', reserved, entry(10));
    }
    const reserved = await budget.reserve('riverside', { tokens: 900, usd: 0 });
    await budget.settle('riverside', reserved, undefined);

    expect(await counters.read('riverside', 'budget:2026-11-23')).toEqual({ tokens: 90, micro_usd: 0 });
  });

  it('refuses new jobs once it is spent, until midnight UTC', async () => {
    budgetOf(null, 0.01);
    const budget = make();
    await budget.settle(
      'riverside',
      await budget.reserve('riverside', { tokens: 1, usd: 0.01 }),
      entry(1, 0.01),
    );

    await expect(budget.assertLeft('riverside')).rejects.toMatchObject({
      code: 'BUDGET_SPENT',
      retryAfter: 1_790,
    });
    await expect(budget.assertLeft('hillcrest')).resolves.toBeUndefined();
    time = new Date('2026-11-24T00:00:01.000Z');
    await expect(budget.assertLeft('riverside')).resolves.toBeUndefined();
  });

  it('counts what was used before an admin set a budget', async () => {
    const budget = make();
    await budget.settle('riverside', await budget.reserve('riverside', { tokens: 500, usd: 0 }), entry(700));
    budgetOf(700);

    await expect(budget.assertLeft('riverside')).rejects.toMatchObject({ code: 'BUDGET_SPENT' });
  });
});

describe('usage', () => {
  it('sums every call exactly once by each group', async () => {
    const manual = makeManualClock(time);
    const report = makeUsage({ usage, clock: manual });
    const book = (call_id: string, agent_id: string, day: string, input_tokens: number) =>
      usage.record('riverside', {
        call_id,
        at: `${day}T10:00:00.000Z`,
        job_id: 'j',
        agent_id,
        domain_id: 'd',
        model: 'm',
        input_tokens,
        output_tokens: 1,
        cost_usd: 0.1,
      });
    await Promise.all([
      book('1', 'a', '2026-11-22', 5),
      book('2', 'b', '2026-11-23', 7),
      book('2', 'b', '2026-11-23', 7),
      book('3', 'a', '2026-11-23', 1),
    ]);
    const by = (group_by: 'agent' | 'day') =>
      report.report(principal('sam'), { from: '2026-11-22', to: '2026-11-23', group_by });

    expect(
      (await by('agent')).usage.map(({ key, input_tokens, calls }) => [key, input_tokens, calls]),
    ).toEqual([
      ['a', 6, 2],
      ['b', 7, 1],
    ]);
    expect((await by('day')).total).toEqual({ input_tokens: 13, output_tokens: 3, cost_usd: 0.3, calls: 3 });
    expect((await report.report(principal('x', 'admin', 'hillcrest'), { group_by: 'day' })).total.calls).toBe(
      0,
    );
  });
});
