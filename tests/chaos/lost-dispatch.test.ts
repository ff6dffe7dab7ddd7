import { describe, expect, it } from '@jest/globals';
import { makeReportStore } from '../../lib/adapters/documents/report-store.ts';
import { makeMemoryTables } from '../../lib/adapters/memory/memory-table.ts';
import type { AgentInvocation } from '../../lib/ports/agents.ts';
import type { JobRef } from '../../lib/ports/jobs.ts';
import { makeProjection } from '../../lib/services/projection.ts';
import { makeSweeper } from '../../lib/services/sweeper.ts';
import { makeManualClock } from '../support/documents.ts';
import { composed, makeWorld, silentLog, silentMetrics } from '../support/engine.ts';
import { eightNodes } from './support/jobs.ts';
import { measured } from './support/results.ts';

describe('A lost dispatch', () => {
  it('of 200 submits: none is still accepted after 60 s, and no agent runs twice', async () => {
    const clock = makeManualClock();
    const tables = makeMemoryTables();
    const calls: string[] = [];
    const script = {
      '*': (invocation: AgentInvocation) => {
        calls.push(`${invocation.jobId}/${invocation.agent.agent_id}`);
        return Promise.resolve(composed(invocation));
      },
    };
    const world = makeWorld({ tables, plan: eightNodes, script, clock });
    const refs = await Promise.all(Array.from({ length: 200 }, () => world.submit()));
    const deliveries: Promise<unknown>[] = [];
    const reports = makeReportStore(tables, clock);
    const index = { upsert: () => Promise.resolve() };
    const sweeper = makeSweeper({
      jobs: world.jobs,
      reports,
      // Each is delivered twice: Lambda promises at least once, not once.
      dispatcher: {
        dispatch: (ref: JobRef) => {
          deliveries.push(world.run(ref), world.run(ref));
          return Promise.resolve();
        },
      },
      projection: makeProjection({ reports, index, log: silentLog }),
      clock,
      log: silentLog,
      metrics: silentMetrics,
    });
    for (let second = 0; second < 60; second += 15) {
      clock.advance(15_000);
      await sweeper.sweepOnce();
      await Promise.all(deliveries);
    }
    const statuses = await Promise.all(refs.map(async (ref) => (await world.find(ref))?.status));
    const accepted = statuses.filter((status) => status === 'accepted').length;
    measured(
      '200 lost dispatches, each found by the sweeper and delivered twice',
      'none accepted after 60 s, none run twice',
      `${accepted} accepted, ${statuses.filter((status) => status === 'completed').length} completed, ${calls.length - new Set(calls).size} agents run twice`,
    );
    expect(new Set(statuses)).toEqual(new Set(['completed']));
    expect(new Set(calls).size).toBe(200 * 8);
    expect(calls).toHaveLength(200 * 8);
  });
});
