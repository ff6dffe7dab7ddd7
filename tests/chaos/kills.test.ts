import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobRef } from '../../lib/ports/jobs.ts';
import { startDynalite } from '../support/dynalite.ts';
import type { TestDynamo } from '../support/dynalite.ts';
import { makeWorld } from '../support/engine.ts';
import { eightNodes, eightNodesAnswer, readNotes, repeats } from './support/jobs.ts';
import { measured } from './support/results.ts';
import type { Moment } from './support/write-hooks.ts';

const worker = new URL('./support/worker.ts', import.meta.url).pathname;
/** Every agent is one call of the model, or two with a tool in between. */
type Agents = 'one-call' | 'two-calls';

let dynamo: TestDynamo;
let folder: string;
beforeAll(async () => {
  dynamo = await startDynalite();
  folder = mkdtempSync(join(tmpdir(), 'kills-'));
});
afterAll(() => dynamo.stop());

interface Setting {
  ref: JobRef & { queryId: string };
  notes: string;
  agents: Agents;
}
interface Kill {
  moment: Moment;
  n: number;
}

/** What the process printed; undefined when it was killed. */
const runWorker = ({ ref, notes, agents }: Setting, kill?: Kill): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const fault = kill === undefined ? [] : [kill.moment, String(kill.n)];
    const given = [worker, dynamo.url, ref.jobId, notes, agents, ...fault];
    execFile(process.execPath, given, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim());
      else if (error.signal === 'SIGKILL') resolve(undefined);
      else reject(new Error(stderr));
    });
  });

async function setUp(name: string, agents: Agents) {
  const world = makeWorld({ tables: dynamo.tables, plan: eightNodes });
  const notes = join(folder, `${agents}-${name}`);
  writeFileSync(notes, '');
  return { ...world, ref: await world.submit(), notes, agents };
}

/** Delivers the job again and again, as Lambda and the sweeper do, until somebody has brought it to its end. */
async function deliverUntilDone(setting: Setting): Promise<void> {
  for (;;) {
    const [result] = (await runWorker(setting))?.split(' ') ?? [];
    if (result === 'held') continue;
    expect(['completed', 'finished']).toContain(result);
    return;
  }
}

/** How many writes an undisturbed run makes. */
async function countWrites(agents: Agents): Promise<number> {
  const calm = await setUp('calm', agents);
  const [result, count] = (await runWorker(calm))?.split(' ') ?? [];
  expect(result).toBe('completed');
  expect((await calm.find(calm.ref))?.summary).toBe(eightNodesAnswer);
  return Number(count);
}

/** Kills one process at one boundary and delivers again; answers what was asked of the model more than once. */
async function killAt(kill: Kill, agents: Agents) {
  const setting = await setUp(`${kill.moment}-${kill.n}`, agents);
  const { ref, notes, find, runs } = setting;
  expect(await runWorker(setting, kill)).toBeUndefined();
  const recorded = (await runs.list(ref)).map(({ agent_id }) => agent_id);
  const before = readNotes(notes);
  await deliverUntilDone(setting);
  expect((await find(ref))?.summary).toBe(eightNodesAnswer);
  const { called, answered } = readNotes(notes);
  const calledAgain = called.slice(before.called.length).map((call) => call.charAt(0));
  const recordedAgain = recorded.filter((agentId) => calledAgain.includes(agentId)).length;
  return { recordedAgain, answeredAgain: repeats(answered), calledAgain: repeats(called) };
}

const AT_ONCE = 3;
/** Every case, a few at a time: most of their time is spent waiting for leases to end. */
async function inTurns<T, R>(cases: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const waiting = [...cases];
  const done: R[] = [];
  const hand = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) done.push(await work(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return done;
}

const most = (values: readonly number[]): number => Math.max(...values);

describe('A process killed', () => {
  // One claim, one slot, two for the plan, one a node, one end, one slot given back; with tools one answer a node more.
  it.each([
    ['one-call', 14],
    ['two-calls', 22],
  ] as const)(
    'at any write boundary of %s agents (%i writes): the same result, no recorded agent again, at most one answer paid for twice',
    async (agents, writes) => {
      expect(await countWrites(agents)).toBe(writes);
      const kills = Array.from({ length: writes }, (_, index) => index + 1).flatMap((n): Kill[] => [
        { moment: 'before', n },
        { moment: 'after', n },
      ]);
      const found = await inTurns(kills, (kill) => killAt(kill, agents));
      const answeredAgain = most(found.map((kill) => kill.answeredAgain));
      const cutOff = most(found.map((kill) => kill.calledAgain - kill.answeredAgain));
      measured(
        `SIGKILL at every write boundary of 8 nodes, ${agents}`,
        'same result; recorded agents again 0; answers paid for twice <= 1 a kill',
        `${found.length} kills, the same result each time; recorded agents again ${most(found.map((kill) => kill.recordedAgain))}; ` +
          `answers paid for twice at most ${answeredAgain} a kill; calls under way that the kill cut off at most ${cutOff}`,
      );
      expect(most(found.map((kill) => kill.recordedAgain))).toBe(0);
      expect(answeredAgain).toBeLessThanOrEqual(1);
      // Side by side at most three agents are at work, and each waits for one answer at a time.
      expect(cutOff).toBeLessThanOrEqual(3);
    },
    400_000,
  );

  it('three times in a row, fails with one typed record, and can be resumed', async () => {
    const setting = await setUp('poison', 'one-call');
    const { ref, find, jobs, runs } = setting;
    for (let attempt = 1; attempt <= 3; attempt++) {
      while ((await runWorker(setting, { moment: 'before', n: 2 })) === 'held 1');
    }
    let result: string | undefined = 'held';
    while (result?.startsWith('held')) result = await runWorker(setting);
    expect(result).toMatch(/^failed/);
    const failure = (await jobs.find(ref))?.failure;
    expect(failure).toMatchObject({ code: 'INTERNAL', attempts: 3 });
    await runs.removeUnsuccessful(ref);
    expect(await jobs.reopen(ref, new Date())).toBe(true);
    await deliverUntilDone(setting);
    expect((await find(ref))?.summary).toBe(eightNodesAnswer);
    measured(
      'Poison job',
      '3 attempts, then failed with one failure record, resumable',
      `${failure?.attempts} attempts, failed as ${failure?.code}, completed after a retry`,
    );
  });
});
