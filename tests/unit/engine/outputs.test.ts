import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../lib/errors.ts';
import type { AgentInvocation } from '../../../lib/ports/agents.ts';
import { startDynalite } from '../../support/dynalite.ts';
import { aPlan, anAnswer, composed, makeWorld } from '../../support/engine.ts';

const throttled = () => new AppError('MODEL_THROTTLED', 'Slow down.', { retryable: true });
const raise = (message: string) => () => Promise.reject(new AppError('AGENT_RAISED', message));

describe('An output', () => {
  it('that breaks its schema is repaired once, with the problems named', async () => {
    const world = makeWorld({
      plan: aPlan(['a']),
      script: {
        a: (call, count) =>
          Promise.resolve(count === 1 ? anAnswer('', { output: { answer: 7 } }) : composed(call)),
      },
    });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('completed');
    expect(world.calls[1]?.invocation.repair).toMatchObject({
      output: { answer: 7 },
      problems: expect.arrayContaining([expect.stringContaining('answer')]),
    });
    expect((await world.logOf(ref))[0]).toMatchObject({ attempt: 2, usage: { input_tokens: 20 } });
  });

  it('that breaks its schema twice is an error that names the problems and keeps the output', async () => {
    const world = makeWorld({
      plan: aPlan(['a']),
      script: { a: () => Promise.resolve(anAnswer('', { output: {} })) },
    });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('failed');
    expect(world.callsOf('a')).toBe(2);
    const [entry] = await world.logOf(ref);
    expect(entry).toMatchObject({ status: 'error', output: {} });
    expect(entry?.error_message).toContain('answer');
  });

  it('loses the keys that its schema does not name', async () => {
    const script = { a: () => Promise.resolve(anAnswer('', { output: { answer: 'x', extra: 1 } })) };
    const world = makeWorld({ plan: aPlan(['a']), script });
    const ref = await world.submit();
    await world.run(ref);
    expect((await world.logOf(ref))[0]?.output).toEqual({ answer: 'x' });
  });

  it('too large for an item is kept apart, named in the log, and handed on whole, also after a crash', async () => {
    const large = 'x'.repeat(600_000);
    const plan = aPlan(['a', 'b'], [['a', 'b']]);
    let crash = true;
    const script = {
      a: () => Promise.resolve(anAnswer(large)),
      b: ({ upstream }: AgentInvocation) => {
        const length = (upstream['a'] as { answer: string }).answer.length;
        return crash ? Promise.reject(throttled()) : Promise.resolve(anAnswer(String(length)));
      },
    };
    const world = makeWorld({ plan, script, settings: { retries: 0 } });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('failed');
    crash = false;
    await world.runs.removeUnsuccessful(ref);
    await world.jobs.reopen(ref, new Date());
    expect(await world.run(ref)).toBe('completed');
    const log = await world.logOf(ref);
    expect(log.find(({ agent_id }) => agent_id === 'b')?.output).toEqual({ answer: '600000' });
    expect(log.find(({ agent_id }) => agent_id === 'a')?.output).toMatchObject({
      keys: ['answer'],
      bytes: 600_013,
    });
    expect((await world.engine.wholeRuns(ref)).find(({ agent_id }) => agent_id === 'a')?.output).toEqual({
      answer: large,
    });
  });

  it('of 5 MB, with as much reasoning, as many tool calls and in any script, leaves every item below the limit', async () => {
    const dynamo = await startDynalite();
    try {
      const { tables } = dynamo;
      const largest = { bytes: 0 };
      const measured = {
        ...tables,
        agentRuns: {
          ...tables.agentRuns,
          put: (...given: Parameters<typeof tables.agentRuns.put>) => {
            largest.bytes = Math.max(largest.bytes, Buffer.byteLength(JSON.stringify(given[0])));
            return tables.agentRuns.put(...given);
          },
        },
      };
      const huge = 'ಗುಂಡಿ'.repeat(333_000);
      const tool_calls = Array.from({ length: 100 }, () => ({
        tool: huge.slice(0, 50_000),
        arguments: { text: huge.slice(0, 50_000) },
        duration_ms: 1,
        error: huge.slice(0, 50_000),
      }));
      const references = Array.from({ length: 5_000 }, (_, index) => `inc_${index}`);
      const said = { reasoning: huge, tool_calls, references };
      const script = {
        large: () => Promise.resolve(anAnswer(huge, said)),
        // Just below what stays in the item.
        full: () => Promise.resolve(anAnswer('ಗ'.repeat(33_000), said)),
        text: () => Promise.resolve(anAnswer('', { ...said, output: huge as never })),
        raises: raise(huge),
      };
      const plan = aPlan(Object.keys(script));
      const world = makeWorld({ tables: measured, plan, script, settings: { retries: 0 } });
      const ref = await world.submit();
      expect(await world.run(ref)).toBe('failed');
      const runs = new Map((await world.runs.list(ref)).map((run) => [run.agent_id, run]));
      expect(largest.bytes).toBeGreaterThan(150_000);
      expect(largest.bytes).toBeLessThan(400 * 1024);
      const bytes = Buffer.byteLength(JSON.stringify({ answer: huge }));
      expect(bytes).toBeGreaterThan(4.9e6);
      expect(runs.get('large')?.output).toEqual({ stored_as: expect.any(String), bytes, keys: ['answer'] });
      expect(runs.get('text')?.output).toMatchObject({ keys: [], stored_as: expect.any(String) });
      expect(runs.get('full')?.output).toEqual({ answer: 'ಗ'.repeat(33_000) });
      const whole = await world.engine.wholeRuns(ref);
      expect(whole.find(({ agent_id }) => agent_id === 'large')?.output).toEqual({ answer: huge });
      const frames = world.publisher.events.map((event) => Buffer.byteLength(JSON.stringify(event)));
      expect(Math.max(...frames)).toBeLessThan(32 * 1024);
      expect((await world.jobs.find(ref))?.failure?.message.length).toBeLessThan(2_100);
    } finally {
      await dynamo.stop();
    }
  });
});
