import { expect, it } from '@jest/globals';
import { makeJobSlots } from '../../../lib/adapters/documents/job-slots.ts';
import { onEveryDocumentBackend } from '../../support/document-backends.ts';
import { newId, START } from '../../support/documents.ts';

const at = (ms: number): Date => new Date(START.getTime() + ms);

onEveryDocumentBackend('The slots of a tenant', (tables) => {
  const setUp = (limit: number) => {
    const slots = makeJobSlots(tables());
    const tenantId = newId('inc');
    const take = (jobId: string, ms = 0, tenant = tenantId) =>
      slots.take({ tenantId: tenant, jobId }, { limit, now: at(ms), until: at(ms + 1_000) });
    return { take };
  };

  it('are as many as the limit, however many ask at once, and another tenant has its own', async () => {
    const { take } = setUp(5);
    const taken = await Promise.all(Array.from({ length: 20 }, (_, index) => take(`job-${index}`)));
    const held = taken.filter((slot) => slot !== undefined).length;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThanOrEqual(5);
    // Who lost every race may ask again; then all five are taken, and nobody gets a sixth.
    for (let index = 20; index < 25; index++) await take(`job-${index}`);
    expect(await take('one-more')).toBeUndefined();
    expect(await take('one-more', 0, 'another-tenant')).toBeDefined();
  });

  it('can be taken again when they were given back, or when nobody extended them', async () => {
    const { take } = setUp(1);
    const first = await take('job-1');
    expect(await take('job-2')).toBeUndefined();
    await first?.free();
    const second = await take('job-2');
    expect(second).toBeDefined();
    await second?.extend(at(5_000));
    expect(await take('job-3', 2_000)).toBeUndefined();
    expect(await take('job-3', 5_000)).toBeDefined();
  });

  it('are given back to the job that held them, and only by it', async () => {
    const { take } = setUp(1);
    const before = await take('job-1');
    expect(await take('job-1')).toBeDefined();
    await take('job-2', 1_000);
    await before?.free();
    await before?.extend(at(9_000));
    expect(await take('job-3', 1_500)).toBeUndefined();
    expect(await take('job-3', 2_000)).toBeDefined();
  });
});
