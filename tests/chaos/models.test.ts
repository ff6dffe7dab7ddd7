import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../lib/errors.ts';
import type { AgentInvocation } from '../../lib/ports.ts';
import { aPlan, composed, makeWorld } from '../support/engine.ts';
import { makeRandom } from './support/interleaving.ts';
import { eightNodes } from './support/jobs.ts';

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const throttled = () => new AppError('MODEL_THROTTLED', 'Too many requests.', { retryable: true });
const away = () => new AppError('MODEL_UNAVAILABLE', 'Service unavailable.', { retryable: true });

describe('A model that fails', () => {
  it('on 30 % of its calls: at least 99 % of 500 jobs succeed, with at most 1.6 times the ideal number of calls', async () => {
    const random = makeRandom(1);
    const script = {
      '*': async (invocation: AgentInvocation) => {
        await after(2);
        if (random() < 0.3) throw random() < 0.5 ? throttled() : away();
        return composed(invocation);
      },
    };
    const settings = { backoffMs: 20, maxBackoffMs: 500, concurrencyPerTenant: 256 };
    const world = makeWorld({ plan: eightNodes, script, settings });
    const refs = await Promise.all(Array.from({ length: 500 }, () => world.submit()));
    const results = await Promise.all(refs.map((ref) => world.run(ref)));
    const succeeded = results.filter((result) => result === 'completed').length;
    const ratio = world.calls.length / (500 * 8);
    process.stdout.write(
      `30 % failures: ${succeeded} of 500 succeeded, ${ratio.toFixed(2)} x the ideal calls\n`,
    );
    expect(succeeded).toBeGreaterThanOrEqual(495);
    expect(ratio).toBeLessThanOrEqual(1.6);
  });

  it('on every call: the breaker spares it, and every job ends with a typed error', async () => {
    const script = { '*': () => Promise.reject(away()) };
    const settings = { backoffMs: 5, maxBackoffMs: 20, breaker: { failures: 10, openMs: 500 } };
    const world = makeWorld({ plan: eightNodes, script, settings });
    const refs = await Promise.all(Array.from({ length: 100 }, () => world.submit()));
    const results = await Promise.all(refs.map((ref) => world.run(ref)));
    expect(new Set(results)).toEqual(new Set(['failed']));
    const codes = await Promise.all(refs.map(async (ref) => (await world.jobs.find(ref))?.failure?.code));
    expect(new Set(codes)).toEqual(new Set(['MODEL_UNAVAILABLE']));
    process.stdout.write(
      `100 % failures: ${world.calls.length} calls for 100 jobs (600 without a breaker)\n`,
    );
    expect(world.calls.length).toBeLessThan(200);
  });
});

describe('An agent that hangs', () => {
  it('ends at its deadline, within a second, and so does its job: 100 of 100', async () => {
    const plan = aPlan(['a', 'b'], [['a', 'b']], { a: { timeout_ms: 1_500 } });
    const world = makeWorld({ plan, script: { a: () => new Promise<never>(() => undefined) } });
    const refs = await Promise.all(Array.from({ length: 100 }, () => world.submit()));
    const results = await Promise.all(
      refs.map(async (ref) => {
        const started = Date.now();
        return { result: await world.run(ref), took: Date.now() - started };
      }),
    );
    for (const { result, took } of results) {
      expect(result).toBe('failed');
      // A tenant's agents that find no room wait for it before their deadline starts.
      expect(took).toBeLessThan(2 * 1_500 + 1_000);
    }
    for (const ref of refs) {
      const [hung] = await world.logOf(ref);
      expect(hung).toMatchObject({ agent_id: 'a', status: 'error' });
      expect(Math.abs((hung?.duration_ms ?? 0) - 1_500)).toBeLessThan(1_000);
    }
  });
});
