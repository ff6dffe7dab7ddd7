import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../lib/errors.ts';
import type { AgentInvocation } from '../../lib/ports/agents.ts';
import { aPlan, composed, makeWorld } from '../support/engine.ts';
import { makeRandom } from './support/interleaving.ts';
import { eightNodes } from './support/jobs.ts';
import { measured } from './support/results.ts';

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
    const settings = { backoffMs: 20, maxBackoffMs: 500, jobsPerTenant: 1_000 };
    const world = makeWorld({ plan: eightNodes, script, settings });
    const refs = await Promise.all(Array.from({ length: 500 }, () => world.submit()));
    const results = await Promise.all(refs.map((ref) => world.run(ref)));
    const succeeded = results.filter((result) => result === 'completed').length;
    const ratio = world.calls.length / (500 * 8);
    measured(
      'Model answers 429 or 503 on 30 % of calls, 500 jobs',
      '>= 99 % succeed, <= 1.6 x the ideal calls',
      `${((succeeded / 500) * 100).toFixed(1)} % succeeded, ${ratio.toFixed(2)} x the ideal calls`,
    );
    expect(succeeded).toBeGreaterThanOrEqual(495);
    expect(ratio).toBeLessThanOrEqual(1.6);
  });

  it('on every call: the breaker spares it, and every job ends with a typed error', async () => {
    const script = { '*': () => Promise.reject(away()) };
    const settings = {
      backoffMs: 5,
      maxBackoffMs: 20,
      breaker: { failures: 10, openMs: 500 },
      jobsPerTenant: 1_000,
    };
    const world = makeWorld({ plan: eightNodes, script, settings });
    const refs = await Promise.all(Array.from({ length: 100 }, () => world.submit()));
    const results = await Promise.all(refs.map((ref) => world.run(ref)));
    expect(new Set(results)).toEqual(new Set(['failed']));
    const codes = await Promise.all(refs.map(async (ref) => (await world.jobs.find(ref))?.failure?.code));
    expect(new Set(codes)).toEqual(new Set(['MODEL_UNAVAILABLE']));
    measured(
      'Model fails on every call, 100 jobs',
      'a breaker limits calls, jobs end with a typed error',
      `${world.calls.length} calls (700 without a breaker), all jobs failed as ${[...new Set(codes)].join(', ')}`,
    );
    expect(world.calls.length).toBeLessThan(200);
  });
});

describe('An agent that hangs', () => {
  it('ends at its deadline, within a second, and so does its job: 100 of 100', async () => {
    const plan = aPlan(['a', 'b'], [['a', 'b']], { a: { timeout_ms: 1_500 } });
    const script = { a: () => new Promise<never>(() => undefined) };
    const world = makeWorld({ plan, script, settings: { jobsPerTenant: 1_000 } });
    const refs = await Promise.all(Array.from({ length: 100 }, () => world.submit()));
    const results = await Promise.all(
      refs.map(async (ref) => {
        const started = Date.now();
        return { result: await world.run(ref), took: Date.now() - started };
      }),
    );
    for (const { result, took } of results) {
      expect(result).toBe('failed');
      expect(took).toBeLessThan(1_500 + 1_000);
    }
    const late: number[] = [];
    for (const ref of refs) {
      const [hung] = await world.logOf(ref);
      expect(hung).toMatchObject({ agent_id: 'a', status: 'error' });
      late.push(Math.abs((hung?.duration_ms ?? 0) - 1_500));
    }
    measured(
      '100 jobs with an agent that hangs',
      'its run ends at its deadline +- 1 s, 0 jobs run for ever',
      `${results.filter(({ result }) => result === 'failed').length} ended; furthest from the deadline ${Math.max(...late)} ms; longest job ${Math.max(...results.map(({ took }) => took))} ms`,
    );
    expect(Math.max(...late)).toBeLessThan(1_000);
  });
});
