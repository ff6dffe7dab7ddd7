import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../lib/errors.ts';
import { makeJobs } from '../../../lib/services/jobs.ts';
import { aPlan, makeWorld } from '../../support/engine.ts';

const principal = { tenantId: 'tenant-a', userId: 'user-1', username: 'Ann', role: 'member' as const };

describe('The state of a job', () => {
  it('says why the job failed: code, message, agents, attempts and the request whose log lines tell more', async () => {
    const refuse = () => Promise.reject(new AppError('AGENT_RAISED', 'I was told to fail.'));
    const world = makeWorld({ plan: aPlan(['a', 'b']), script: { b: refuse } });
    const ref = await world.submit();
    expect(await world.run(ref)).toBe('failed');
    const state = await makeJobs(world).get(principal, ref.jobId);
    expect(state).toMatchObject({
      job_id: ref.jobId,
      status: 'failed',
      attempts: 1,
      error: 'Agent b failed: I was told to fail.',
      failure: {
        code: 'AGENT_RAISED',
        message: 'Agent b failed: I was told to fail.',
        request_id: 'request-1',
        attempts: 1,
        at: expect.any(String),
        agent_ids: ['b'],
      },
    });
  });

  it('has no failure while there is none, and none of another tenant', async () => {
    const world = makeWorld({ plan: aPlan(['a']) });
    const ref = await world.submit();
    await world.run(ref);
    expect(await makeJobs(world).get(principal, ref.jobId)).not.toHaveProperty('failure');
    const stranger = { ...principal, tenantId: 'tenant-b' };
    await expect(makeJobs(world).get(stranger, ref.jobId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
