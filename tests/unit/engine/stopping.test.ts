import { describe, expect, it } from '@jest/globals';
import type { AgentInvocation } from '../../../lib/ports/agents.ts';
import { aPlan, composed, makeWorld } from '../../support/engine.ts';

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const never = () => new Promise<never>(() => undefined);
const diamond = aPlan(
  ['a', 'b', 'c', 'd'],
  [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'd'],
    ['c', 'd'],
  ],
);

describe('Time', () => {
  it('ends a hanging agent at its own deadline, whether it listens or not', async () => {
    const plan = aPlan(['a', 'b'], [['a', 'b']], { a: { timeout_ms: 100 } });
    const world = makeWorld({ plan, script: { a: never } });
    const ref = await world.submit();
    const started = Date.now();
    expect(await world.run(ref)).toBe('failed');
    expect(Date.now() - started).toBeLessThan(1_100);
    expect((await world.logOf(ref))[0]).toMatchObject({
      status: 'error',
      error_message: 'The agent did not finish within 100 ms.',
    });
  });

  it('starts no agent when little is left, and leaves the rest to a later execution', async () => {
    let remaining = 900_000;
    const script = {
      a: (invocation: AgentInvocation) => {
        remaining = 10_000;
        return Promise.resolve(composed(invocation));
      },
    };
    const world = makeWorld({ plan: aPlan(['a', 'b'], [['a', 'b']]), script });
    const ref = await world.submit();
    expect(await world.run(ref, () => remaining)).toBe('released');
    expect(world.callsOf('b')).toBe(0);
    expect(await world.jobs.find(ref)).toMatchObject({ status: 'processing', attempts: 0 });
    expect(await world.jobs.listDue(new Date(), 10)).toHaveLength(1);
    expect(await world.run(ref)).toBe('completed');
    expect(world.callsOf('a')).toBe(1);
  });

  it('gives up what is at work before the execution is ended from outside', async () => {
    let calls = 0;
    const script = {
      a: (call: AgentInvocation) => ((calls += 1) === 1 ? never() : Promise.resolve(composed(call))),
    };
    const world = makeWorld({ plan: aPlan(['a']), script, settings: { stopStartingMs: 20, giveUpMs: 10 } });
    const ref = await world.submit();
    const ends = Date.now() + 60;
    expect(await world.run(ref, () => ends - Date.now())).toBe('released');
    expect(await world.run(ref)).toBe('completed');
  });
});

describe('A cancellation', () => {
  it('before the start ends the job without a call', async () => {
    const world = makeWorld({ plan: diamond });
    const ref = await world.submit();
    await world.jobs.requestCancel(ref);
    expect(await world.run(ref)).toBe('cancelled');
    expect(world.calls).toEqual([]);
    expect((await world.find(ref))?.status).toBe('cancelled');
  });

  it('in the middle stops the agents at work and keeps the log', async () => {
    const signals: AbortSignal[] = [];
    const script = {
      b: ({ signal }: AgentInvocation) => {
        signals.push(signal);
        return never();
      },
    };
    const world = makeWorld({ plan: diamond, script, settings: { renewEveryMs: 5 } });
    const ref = await world.submit();
    const running = world.run(ref);
    await after(20);
    await world.jobs.requestCancel(ref);
    expect(await running).toBe('cancelled');
    expect(signals[0]?.aborted).toBe(true);
    const log = await world.logOf(ref);
    expect(log.find(({ agent_id }) => agent_id === 'a')?.status).toBe('success');
    expect(log.find(({ agent_id }) => agent_id === 'd')).toMatchObject({ status: 'skipped' });
    expect(world.publisher.events.at(-1)?.status).toBe('cancelled');
  });
});
