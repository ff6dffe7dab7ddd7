import { describe, expect, it } from '@jest/globals';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { AppError } from '../../../lib/errors.ts';
import type { AgentInvocation } from '../../../lib/ports/agents.ts';
import { aPlan, anAnswer, composed, makeWorld } from '../../support/engine.ts';

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const throttled = () => new AppError('MODEL_THROTTLED', 'Slow down.', { retryable: true });
const raise = (message: string) => () => Promise.reject(new AppError('AGENT_RAISED', message));
const diamond = aPlan(
  ['a', 'b', 'c', 'd'],
  [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'd'],
    ['c', 'd'],
  ],
);

describe('A job', () => {
  it('runs every agent once, with the outputs of the agents it depends on', async () => {
    const world = makeWorld({ plan: diamond });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('completed');
    expect(await world.find(ref)).toMatchObject({
      status: 'completed',
      summary: 'a(); b(a()); c(a()); d(b(a()),c(a()))',
    });
    expect(world.calls.map(({ agentId }) => agentId)).toEqual(['a', 'b', 'c', 'd']);
    const log = await world.logOf(ref);
    expect(log.filter(({ status }) => status === 'cached')).toMatchObject([
      { agent_id: 'a', consumer_agent_id: 'c' },
    ]);
  });

  it('does not hold an agent up for a slow one that it does not need', async () => {
    const plan = aPlan(['slow', 'a', 'b'], [['a', 'b']]);
    const order: string[] = [];
    const script = {
      slow: async () => {
        await after(60);
        order.push('slow');
        return anAnswer('slow');
      },
      b: (invocation: AgentInvocation) => {
        order.push('b');
        return Promise.resolve(composed(invocation));
      },
    };
    const world = makeWorld({ plan, script });
    await world.run(await world.submit());
    expect(order).toEqual(['b', 'slow']);
  });

  it('keeps to the limit of agents at work in one job', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    let working = 0;
    let most = 0;
    const script = {
      '*': async (invocation: AgentInvocation) => {
        most = Math.max(most, (working += 1));
        await after(2);
        working -= 1;
        return composed(invocation);
      },
    };
    const world = makeWorld({ plan: aPlan(names), script, settings: { concurrencyPerJob: 3 } });
    expect(await world.run(await world.submit())).toBe('completed');
    expect(most).toBe(3);
  });

  it('finds room with its tenant before it starts: processes that share nothing but the tables keep to one limit', async () => {
    const tables = makeMemoryTables();
    const working = new Set<string>();
    let most = 0;
    const script = {
      '*': async (invocation: AgentInvocation) => {
        working.add(invocation.jobId);
        most = Math.max(most, working.size);
        await after(2);
        working.delete(invocation.jobId);
        return composed(invocation);
      },
    };
    const aProcess = () =>
      makeWorld({ tables, plan: aPlan(['a']), script, settings: { jobsPerTenant: 3, slotWaitMs: 0 } });
    const first = aProcess();
    const refs = await Promise.all(Array.from({ length: 12 }, () => first.submit()));
    const results = await Promise.all(refs.map((ref) => aProcess().run(ref)));
    expect(results.filter((result) => result === 'completed')).toHaveLength(3);
    expect(results.filter((result) => result === 'released')).toHaveLength(9);
    // Waiting for room costs no attempt, and the sweeper finds those that wait.
    const waiting = await first.jobs.listDue(new Date(), 100);
    expect(waiting).toHaveLength(9);
    for (const ref of waiting) expect((await first.jobs.find(ref))?.attempts).toBe(0);
    for (let left = waiting; left.length > 0; left = await first.jobs.listDue(new Date(), 100))
      await Promise.all(left.map((ref) => aProcess().run(ref)));
    const ends = await Promise.all(refs.map(async (ref) => (await first.find(ref))?.status));
    expect(new Set(ends)).toEqual(new Set(['completed']));
    expect(most).toBe(3);
  });

  it('is worked on once, however many deliveries come at once', async () => {
    const world = makeWorld({
      plan: diamond,
      script: { a: async (call) => (await after(5), composed(call)) },
    });
    const ref = await world.submit();
    const results = await Promise.all(Array.from({ length: 10 }, () => world.run(ref)));
    expect(results.filter((result) => result === 'completed')).toHaveLength(1);
    expect(results.filter((result) => result === 'held')).toHaveLength(9);
    expect(world.calls).toHaveLength(4);
    expect(await world.run(ref)).toBe('finished');
  });
});

describe('A failing agent', () => {
  it('is an error with its message; its dependents are skipped with the reason; the job has failed', async () => {
    const world = makeWorld({ plan: diamond, script: { b: raise('I was told to fail.') } });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('failed');
    expect(await world.find(ref)).toMatchObject({
      status: 'failed',
      error: 'Agent b failed: I was told to fail.',
    });
    const log = await world.logOf(ref);
    const byAgent = Object.fromEntries(log.map((entry) => [`${entry.agent_id}/${entry.status}`, entry]));
    expect(byAgent['b/error']).toMatchObject({ error_message: 'I was told to fail.', attempt: 1 });
    expect(byAgent['d/skipped']).toMatchObject({ error_message: 'It needs Agent b, which failed.' });
    expect(byAgent['c/success']).toBeDefined();
    expect((await world.jobs.find(ref))?.failure).toMatchObject({
      code: 'AGENT_RAISED',
      request_id: 'request-1',
      agent_ids: ['b'],
      attempts: 1,
    });
  });

  it('does not fail the job when its setting is to continue: dependents run without its output', async () => {
    const plan = aPlan(['a', 'b'], [['a', 'b']], { a: { on_error: 'continue' } });
    const world = makeWorld({ plan, script: { a: raise('no') } });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('completed');
    expect((await world.find(ref))?.summary).toBe('-; b()');
  });

  it('is tried again when a retry may help, as often as its setting says', async () => {
    const plan = aPlan(['a'], [], { a: { retries: 2 } });
    const flaky = makeWorld({
      plan,
      script: {
        a: (call, count) => (count < 3 ? Promise.reject(throttled()) : Promise.resolve(composed(call))),
      },
    });
    const ref = await flaky.submit();
    expect(await flaky.run(ref)).toBe('completed');
    expect((await flaky.logOf(ref))[0]).toMatchObject({ status: 'success', attempt: 3 });

    const dead = makeWorld({ plan, script: { a: () => Promise.reject(throttled()) } });
    expect(await dead.run(await dead.submit())).toBe('failed');
    expect(dead.callsOf('a')).toBe(3);
  });

  it('is not tried again when a retry cannot help', async () => {
    const world = makeWorld({ plan: aPlan(['a']), script: { a: raise('no') } });
    await world.run(await world.submit());
    expect(world.callsOf('a')).toBe(1);
  });

  it('leaves what succeeded on record, so that a retry of the job runs only what failed', async () => {
    let broken = true;
    const script = {
      b: (invocation: AgentInvocation) =>
        broken ? raise('not yet')() : Promise.resolve(composed(invocation)),
    };
    const world = makeWorld({ plan: diamond, script });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('failed');
    broken = false;
    await world.runs.removeUnsuccessful(ref);
    expect(await world.jobs.reopen(ref, new Date())).toBe(true);
    expect(await world.run(ref)).toBe('completed');
    expect(['a', 'b', 'c', 'd'].map(world.callsOf)).toEqual([1, 2, 1, 1]);
    expect((await world.find(ref))?.summary).toBe('a(); b(a()); c(a()); d(b(a()),c(a()))');
  });
});

describe('A job that breaks its execution', () => {
  it('is tried three times and then fails with one typed record', async () => {
    let prepared = 0;
    const kind = {
      synthesise: () => {
        prepared += 1;
        return Promise.reject(new TypeError('a bug'));
      },
    };
    const world = makeWorld({ plan: aPlan(['a']), kind });
    const ref = await world.submit();
    expect([await world.run(ref), await world.run(ref), await world.run(ref), await world.run(ref)]).toEqual([
      'released',
      'released',
      'failed',
      'finished',
    ]);
    expect(prepared).toBe(3);
    expect(world.callsOf('a')).toBe(1);
    expect((await world.jobs.find(ref))?.failure).toMatchObject({
      code: 'INTERNAL',
      attempts: 3,
      request_id: 'request-3',
    });
  });

  it('fails at once when no retry can help', async () => {
    const kind = { prepare: () => Promise.reject(new AppError('NOT_FOUND', 'The agent x is gone.')) };
    const world = makeWorld({ plan: diamond, kind });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('failed');
    expect((await world.find(ref))?.error).toBe('The agent x is gone.');
  });
});

describe('Status events', () => {
  it('tell the story in an unbroken sequence', async () => {
    const world = makeWorld({ plan: aPlan(['a', 'b'], [['a', 'b']]), script: { b: raise('no') } });
    const ref = await world.submit();
    await world.run(ref);
    const { events } = world.publisher;
    expect(events.map(({ status, agent_id }) => [status, agent_id])).toEqual([
      ['loading_agents', undefined],
      ['agent_invoking', 'a'],
      ['agent_complete', 'a'],
      ['agent_invoking', 'b'],
      ['agent_error', 'b'],
      ['error', undefined],
    ]);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events[0]).toMatchObject({ job_id: ref.jobId, query_id: ref.queryId, session_id: 'ses_1' });
  });
});
