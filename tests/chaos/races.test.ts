import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentTable, Key, Tables } from '../../lib/adapters/documents/document-table.ts';
import { makeMemoryTables } from '../../lib/adapters/memory/memory-table.ts';
import type { AgentRun } from '../../lib/domain/run.ts';
import type { AgentInvocation } from '../../lib/ports/agents.ts';
import { startDynalite } from '../support/dynalite.ts';
import type { TestDynamo } from '../support/dynalite.ts';
import { aPlan, composed, makeWorld } from '../support/engine.ts';
import { makeInterleaving } from './support/interleaving.ts';
import { eightNodes } from './support/jobs.ts';
import { measured } from './support/results.ts';
import { hookWrites } from './support/write-hooks.ts';

describe('Deliveries at once', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await startDynalite();
  });
  afterAll(() => dynamo.stop());

  it('ten of each of 100 jobs: one works on it, the others leave without a write', async () => {
    const working = new Map<string, number>();
    let most = 0;
    const script = {
      '*': async (invocation: AgentInvocation) => {
        const { jobId } = invocation;
        working.set(jobId, (working.get(jobId) ?? 0) + 1);
        most = Math.max(most, working.get(jobId) ?? 0);
        await new Promise((resolve) => setTimeout(resolve, 5));
        working.set(jobId, (working.get(jobId) ?? 0) - 1);
        return composed(invocation);
      },
    };
    const chain = aPlan(
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
    );
    const submitter = makeWorld({ tables: dynamo.tables, plan: chain });
    const refs = await Promise.all(Array.from({ length: 100 }, () => submitter.submit()));

    const deliveries = refs.flatMap((ref) => Array.from({ length: 10 }, () => ref));
    const results = await Promise.all(
      deliveries.map(async (ref) => {
        let written = 0;
        const tables = hookWrites(dynamo.tables, (moment) => {
          if (moment === 'before') written += 1;
        });
        const settings = { jobsPerTenant: 1_000 };
        const result = await makeWorld({ tables, plan: chain, script, settings }).run(ref);
        return { result, written };
      }),
    );
    const winners = results.filter(({ result }) => result === 'completed');
    const others = results.filter(({ result }) => result !== 'completed');
    measured(
      'The same event 10 times at once, 100 jobs',
      'one execution at a time, 100 results, the others exit without a write',
      `at most ${most} agent of a chain at work, ${winners.length} results, ${others.length} others made no write but the claim whose condition was lost`,
    );
    expect(winners).toHaveLength(100);
    // A chain has one agent at work at a time; two at once would be two executions.
    expect(most).toBe(1);
    for (const { result, written } of results) {
      if (result === 'completed') continue;
      expect(['held', 'finished']).toContain(result);
      // The claim itself, whose condition is lost.
      expect(written).toBe(1);
    }
    for (const ref of refs) expect((await submitter.find(ref))?.summary).toBe('a(); b(a()); c(b(a()))');
  });
});

describe('A worker that wakes after its lease', () => {
  /** Every agent numbers its answer, so that two executions of one agent never say the same. */
  const numbered = () => {
    let calls = 0;
    return {
      '*': (invocation: AgentInvocation) => {
        calls += 1;
        const result = composed(invocation);
        const answer = `${calls}:${(result.output as { answer: string }).answer}`;
        return Promise.resolve({ ...result, output: { answer } });
      },
    };
  };
  const answerOf = (run: AgentRun | undefined) => (run?.output as { answer: string }).answer;
  const settings = { leaseMs: 30_000, renewEveryMs: 10_000, agentTimeoutMs: 100_000_000, maxAttempts: 1_000 };

  it('has no write accepted on what another has taken over, and ends nothing twice: 1,000 seeded interleavings', async () => {
    const seen = { takeovers: 0, refused: 0 };
    for (let seed = 1; seed <= 1_000; seed++) {
      const { clock, gate, play, random } = makeInterleaving(seed, { jumpMs: 10_000, freezeMs: 90_000 });
      const tables = makeMemoryTables();
      const base = makeWorld({ tables, plan: eightNodes, clock });
      const ref = await base.submit();
      const watch = makeWatch(tables);
      const script = numbered();
      const worker = async (id: number) => {
        for (;;) {
          const world = makeWorld({
            tables: gate(watch.worker(), id),
            plan: eightNodes,
            clock,
            script,
            settings,
          });
          const result = await world.run(ref, () => 900_000_000);
          if (!['held', 'lease-lost', 'released'].includes(result)) return result;
          await clock.sleep(random() * 20_000);
        }
      };
      const results = Promise.all([worker(1), worker(2), worker(3)]);
      await play(results);

      expect((await results).filter((result) => result === 'completed')).toHaveLength(1);
      expect(watch.stale).toEqual([]);
      expect(watch.ends).toBe(1);
      seen.takeovers += watch.takeovers;
      seen.refused += watch.refused;
      const runs = new Map((await base.runs.list(ref)).map((run) => [run.agent_id, run]));
      expect(runs.size).toBe(8);
      // What every agent was given is what stands on record: no mixture of two executions.
      for (const { from, to } of eightNodes.edges)
        expect(answerOf(runs.get(to))).toContain(answerOf(runs.get(from)));
      const answers = eightNodes.nodes.map(({ agent }) => answerOf(runs.get(agent.agent_id)).slice(0, 200));
      expect(await base.find(ref)).toMatchObject({ status: 'completed', summary: answers.join('; ') });
    }
    measured(
      'A worker that wakes after its lease, 1,000 seeded interleavings',
      '0 stale writes accepted, 0 terminal states left',
      `${seen.takeovers} takeovers, ${seen.refused} stale writes refused, 0 accepted, each job ended once`,
    );
    expect(seen.takeovers).toBeGreaterThan(500);
    expect(seen.refused).toBeGreaterThan(100);
  });
});

/** Judges every write of every worker by the state that it meets. */
function makeWatch(tables: Tables) {
  const watch = { stale: [] as string[], refused: 0, takeovers: 0, ends: 0, worker };
  const fenceOf = async (table: DocumentTable, key: Key): Promise<number> =>
    ((await table.get(key))?.['fence'] as number | undefined) ?? 0;

  function worker(): Tables {
    let own = 0;
    const judge = (what: string, fence: number, accepted: boolean): void => {
      if (!accepted) watch.refused += fence > own ? 1 : 0;
      else if (fence > own) watch.stale.push(`${what}: fence ${own} wrote over ${fence}`);
    };
    const queries: DocumentTable = {
      ...tables.queries,
      update: async (key, change, when) => {
        const before = await fenceOf(tables.queries, key);
        const item = await tables.queries.update(key, change, when);
        if (change.increase?.['fence'] !== undefined) {
          if (item !== undefined) own = item['fence'] as number;
          if (item !== undefined && before > 0) watch.takeovers += 1;
          return item;
        }
        judge('job', before, item !== undefined);
        if (item?.['job_status'] === 'completed') watch.ends += 1;
        return item;
      },
    };
    const agentRuns: DocumentTable = {
      ...tables.agentRuns,
      put: async (item, when) => {
        const key = { pk: item['pk'] as string, sk: item['sk'] as string };
        const before = await fenceOf(tables.agentRuns, key);
        const accepted = await tables.agentRuns.put(item, when);
        if (key.sk.startsWith('run|')) judge(key.sk, before, accepted);
        return accepted;
      },
      update: async (key, change, when) => {
        const before = await fenceOf(tables.agentRuns, key);
        const item = await tables.agentRuns.update(key, change, when);
        judge(key['sk'] ?? '', before, item !== undefined);
        return item;
      },
    };
    return { ...tables, queries, agentRuns };
  }
  return watch;
}
