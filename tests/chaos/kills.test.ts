import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobRef } from '../../lib/ports.ts';
import { startDynalite } from '../support/dynalite.ts';
import type { TestDynamo } from '../support/dynalite.ts';
import { makeWorld } from '../support/engine.ts';
import { eightNodes, eightNodesAnswer, readNotes, repeats } from './support/jobs.ts';
import type { Moment } from './support/write-hooks.ts';

const worker = new URL('./support/worker.ts', import.meta.url).pathname;

let dynamo: TestDynamo;
let folder: string;
beforeAll(async () => {
  dynamo = await startDynalite();
  folder = mkdtempSync(join(tmpdir(), 'kills-'));
});
afterAll(() => dynamo.stop());

/** What the process printed; undefined when it was killed. */
const runWorker = (
  jobId: string,
  notes: string,
  kill?: { moment: Moment; n: number },
): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const fault = kill === undefined ? [] : [kill.moment, String(kill.n)];
    execFile(process.execPath, [worker, dynamo.url, jobId, notes, ...fault], (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim());
      else if (error.signal === 'SIGKILL') resolve(undefined);
      else reject(new Error(stderr));
    });
  });

async function setUp(name: string) {
  const world = makeWorld({ tables: dynamo.tables, plan: eightNodes });
  const ref = await world.submit();
  const notes = join(folder, name);
  writeFileSync(notes, '');
  return { ...world, ref, notes };
}

/** Delivers the job again and again, as Lambda and the sweeper do, until somebody has brought it to its end. */
async function deliverUntilDone(ref: JobRef, notes: string): Promise<void> {
  for (;;) {
    const [result] = (await runWorker(ref.jobId, notes))?.split(' ') ?? [];
    if (result === 'held') continue;
    expect(['completed', 'finished']).toContain(result);
    return;
  }
}

describe('A process killed', () => {
  let writes = 0;

  it('never, brings the job to its end in a number of writes', async () => {
    const { ref, notes, find } = await setUp('calm');
    const [result, count] = (await runWorker(ref.jobId, notes))?.split(' ') ?? [];
    expect(result).toBe('completed');
    expect((await find(ref))?.summary).toBe(eightNodesAnswer);
    writes = Number(count);
    // One claim, two for the plan, one a node, one end.
    expect(writes).toBe(12);
  });

  it('at any write boundary, leaves a job that ends with the same result, and no recorded agent runs again', async () => {
    expect(writes).toBeGreaterThan(0);
    const lost: number[] = [];
    for (let n = 1; n <= writes; n++) {
      for (const moment of ['before', 'after'] as const) {
        const { ref, notes, find, runs } = await setUp(`${moment}-${n}`);
        expect(await runWorker(ref.jobId, notes, { moment, n })).toBeUndefined();
        const recorded = (await runs.list(ref)).map(({ agent_id }) => agent_id);
        const before = readNotes(notes);
        await deliverUntilDone(ref, notes);
        expect((await find(ref))?.summary).toBe(eightNodesAnswer);
        const { called, answered } = readNotes(notes);
        const calledAgain = called.slice(before.called.length);
        for (const agentId of recorded) expect(calledAgain).not.toContain(agentId);
        // An answer that had come and was not yet on record is the only one that is paid for twice.
        expect(repeats(answered)).toBeLessThanOrEqual(1);
        lost.push(repeats(called));
      }
    }
    // Calls that were cut off in the middle count here too; never more than the agents that ran side by side.
    expect(Math.max(...lost)).toBeLessThanOrEqual(3);
    const sum = lost.reduce((total, each) => total + each, 0);
    process.stdout.write(
      `kills: ${lost.length}, repeated calls: ${sum}, most in one: ${Math.max(...lost)}\n`,
    );
  });

  it('three times in a row, fails with one typed record, and can be resumed', async () => {
    const { ref, notes, find, jobs, runs } = await setUp('poison');
    for (let attempt = 1; attempt <= 3; attempt++) {
      while ((await runWorker(ref.jobId, notes, { moment: 'before', n: 2 })) === 'held 1');
    }
    let result: string | undefined = 'held';
    while (result?.startsWith('held')) result = await runWorker(ref.jobId, notes);
    expect(result).toMatch(/^failed/);
    expect((await jobs.find(ref))?.failure).toMatchObject({ code: 'INTERNAL', attempts: 3 });
    await runs.removeUnsuccessful(ref);
    expect(await jobs.reopen(ref, new Date())).toBe(true);
    await deliverUntilDone(ref, notes);
    expect((await find(ref))?.summary).toBe(eightNodesAnswer);
  });
});
