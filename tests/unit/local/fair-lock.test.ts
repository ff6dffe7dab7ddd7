import { describe, expect, it } from '@jest/globals';
import { makeFairLock } from '../../../lib/local/fair-lock.ts';

const tooLate = () => new Error('too late');

describe('a fair lock', () => {
  it('lets one in at a time, in the order of asking', async () => {
    const lock = makeFairLock();
    const order: string[] = [];
    const visit = async (name: string) => {
      const leave = await lock.acquire(1_000, tooLate);
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
      leave();
    };
    await Promise.all(['a', 'b', 'c'].map(visit));
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('lets as many in at once as it has places', async () => {
    const lock = makeFairLock(2);
    const leaves = await Promise.all([lock.acquire(10, tooLate), lock.acquire(10, tooLate)]);
    await expect(lock.acquire(10, tooLate)).rejects.toThrow('too late');
    leaves.forEach((leave) => leave());
    await Promise.all([lock.acquire(10, tooLate), lock.acquire(10, tooLate)]);
    await expect(lock.acquire(10, tooLate)).rejects.toThrow('too late');
  });

  it('sends away who waits too long, and nobody else', async () => {
    const lock = makeFairLock();
    const leave = await lock.acquire(1_000, tooLate);
    const patient = lock.acquire(1_000, tooLate);
    await expect(lock.acquire(10, tooLate)).rejects.toThrow('too late');
    leave();
    (await patient)();
    await expect(lock.acquire(10, tooLate)).resolves.toBeDefined();
  });

  it('lets only one in when somebody leaves twice', async () => {
    const lock = makeFairLock();
    const leave = await lock.acquire(1_000, tooLate);
    const second = lock.acquire(1_000, tooLate);
    leave();
    leave();
    await second;
    await expect(lock.acquire(10, tooLate)).rejects.toThrow('too late');
  });
});
