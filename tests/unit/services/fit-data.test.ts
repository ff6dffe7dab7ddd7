import { describe, expect, it } from '@jest/globals';
import { fitData } from '../../../lib/services/fit-data.ts';
import { makeMemoryBlobs } from '../../support/engine.ts';

const ref = { tenantId: 'tenant-a', jobId: 'job_1' };

describe('fitData', () => {
  it('leaves ordinary data as it is', async () => {
    const blobs = makeMemoryBlobs();
    const data = { urgency: 'low', entities: [{ text: 'x' }], nothing: null };
    expect(await fitData(blobs, ref, data)).toEqual(data);
    expect(blobs.size()).toBe(0);
  });

  it('names what is too large for a report, and keeps all of it', async () => {
    const blobs = makeMemoryBlobs();
    const large = 'ö'.repeat(40_000);
    const fitted = await fitData(blobs, ref, { urgency: 'low', large });
    expect(fitted).toEqual({
      urgency: 'low',
      large: { stored_as: 'runs/job_1/data/large.json', bytes: 80_002 },
    });
    expect(await blobs.get('tenant-a', 'runs/job_1/data/large.json')).toBe(JSON.stringify(large));
  });

  it('keeps the sum of many values within what an item may hold', async () => {
    const data = Object.fromEntries(
      Array.from({ length: 250 }, (_, index) => [`key${index}`, 'x'.repeat(20_000)]),
    );
    const fitted = await fitData(makeMemoryBlobs(), ref, data);
    expect(Object.keys(fitted)).toHaveLength(250);
    expect(JSON.stringify(fitted).length).toBeLessThan(200_000);
  });
});
