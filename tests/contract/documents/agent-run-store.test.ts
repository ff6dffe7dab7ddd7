import { expect, it } from '@jest/globals';
import { makeAgentRunStore } from '../../../lib/adapters/documents/agent-run-store.ts';
import { noUsage } from '../../../lib/domain/run.ts';
import type { AgentRun } from '../../../lib/domain/run.ts';
import type { Lease } from '../../../lib/ports/jobs.ts';
import { onEveryDocumentBackend } from '../../support/document-backends.ts';
import { newId, START } from '../../support/documents.ts';

const aRun = (agentId: string, fields: Partial<AgentRun> = {}): AgentRun => ({
  agent_id: agentId,
  agent_name: agentId,
  agent_version: 1,
  status: 'success',
  timestamp: START.toISOString(),
  started_at: START.toISOString(),
  duration_ms: 5,
  attempt: 1,
  reasoning: '',
  output: { answer: 42 },
  tool_calls: [],
  model: 'embedded',
  usage: noUsage,
  references: [],
  ...fields,
});

onEveryDocumentBackend('The agent run store', (tables) => {
  const setUp = () => {
    const ref = { tenantId: 'tenant-a', jobId: `job_${newId('qry')}` };
    const lease = (fence: number): Lease => ({ ref, owner: `w${fence}`, fence, until: START });
    return { runs: makeAgentRunStore(tables()), ref, lease };
  };

  it('lists what was recorded, of this job only', async () => {
    const { runs, ref, lease } = setUp();
    await runs.record(lease(1), aRun('a'));
    await runs.record(lease(1), aRun('b|c'));
    expect((await runs.list(ref)).map(({ agent_id }) => agent_id)).toEqual(['a', 'b|c']);
    expect(await runs.list({ ...ref, tenantId: 'tenant-b' })).toEqual([]);
  });

  it('keeps and answers the first record', async () => {
    const { runs, lease } = setUp();
    await runs.record(lease(1), aRun('a'));
    expect(await runs.record(lease(1), aRun('a', { output: 'late' }))).toMatchObject({
      output: { answer: 42 },
    });
    expect(await runs.record(lease(2), aRun('a', { output: 'later' }))).toMatchObject({
      output: { answer: 42 },
    });
  });

  it('refuses the record of a worker whose slot a later lease has fenced', async () => {
    const { runs, ref, lease } = setUp();
    await runs.fence(lease(2), ['a']);
    await expect(runs.record(lease(1), aRun('a'))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await runs.list(ref)).toEqual([]);
    await runs.fence(lease(1), ['a']);
    await runs.record(lease(2), aRun('a'));
    expect(await runs.list(ref)).toHaveLength(1);
  });

  it('does not fence what is recorded', async () => {
    const { runs, ref, lease } = setUp();
    await runs.record(lease(1), aRun('a'));
    await runs.fence(lease(2), ['a', 'b']);
    expect(await runs.list(ref)).toEqual([aRun('a')]);
  });

  it('forgets errors and skips for a retry, and keeps successes', async () => {
    const { runs, ref, lease } = setUp();
    await runs.record(lease(1), aRun('a'));
    await runs.record(lease(1), aRun('b', { status: 'error' }));
    await runs.record(lease(1), aRun('c', { status: 'skipped' }));
    await runs.removeUnsuccessful(ref);
    expect((await runs.list(ref)).map(({ agent_id }) => agent_id)).toEqual(['a']);
    await expect(runs.record(lease(1), aRun('b'))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await runs.record(lease(2), aRun('b'));
    expect(await runs.list(ref)).toHaveLength(2);
  });

  it('forgets everything of a job', async () => {
    const { runs, ref, lease } = setUp();
    await runs.record(lease(1), aRun('a'));
    await runs.fence(lease(1), ['b']);
    await runs.removeAll(ref);
    expect(await runs.list(ref)).toEqual([]);
  });

  it('keeps answers of a run until it is on record, also through a fence, and takes none from a fenced worker', async () => {
    const { runs, ref, lease } = setUp();
    const startedAt = START.toISOString();
    await runs.keepAnswer(lease(1), 'a', { startedAt, call: 'c1', answer: { text: 'one' } });
    await runs.keepAnswer(lease(1), 'a', { startedAt, call: 'c2', answer: [2] });
    await runs.fence(lease(2), ['a', 'b']);
    await expect(
      runs.keepAnswer(lease(1), 'a', { startedAt, call: 'c3', answer: 'late' }),
    ).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await runs.list(ref)).toEqual([]);
    const kept = (await runs.listAnswers(ref)).get('a');
    expect(kept?.startedAt).toBe(startedAt);
    expect(Object.fromEntries(kept?.answers ?? [])).toEqual({ c1: { text: 'one' }, c2: [2] });
    await runs.record(lease(2), aRun('a'));
    expect((await runs.listAnswers(ref)).size).toBe(0);
    await expect(runs.keepAnswer(lease(2), 'a', { startedAt, call: 'c4', answer: 4 })).rejects.toMatchObject({
      code: 'LEASE_LOST',
    });
  });

  it('forgets answers together with the runs that a retry repeats', async () => {
    const { runs, ref, lease } = setUp();
    const startedAt = START.toISOString();
    await runs.keepAnswer(lease(1), 'a', { startedAt, call: 'c1', answer: 1 });
    await runs.removeUnsuccessful(ref);
    expect((await runs.listAnswers(ref)).size).toBe(0);
    await runs.keepAnswer(lease(2), 'a', { startedAt, call: 'c2', answer: 2 });
    expect((await runs.listAnswers(ref)).size).toBe(1);
  });
});
