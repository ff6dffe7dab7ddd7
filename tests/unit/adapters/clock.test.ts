import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { systemClock } from '../../../lib/adapters/system/clock.ts';

const LONG = 60_000;
const timed = async (work: Promise<void>): Promise<number> => {
  const started = performance.now();
  await work;
  return performance.now() - started;
};

describe('the system clock', () => {
  it('sleeps as long as it is told to', async () => {
    expect(await timed(systemClock.sleep(30))).toBeGreaterThanOrEqual(29);
  });

  it('wakes at once when the signal aborts', async () => {
    const ended = new AbortController();
    const sleeping = timed(systemClock.sleep(LONG, ended.signal));
    ended.abort();
    expect(await sleeping).toBeLessThan(LONG / 10);
  });

  it('does not fall asleep when the signal has aborted before', async () => {
    expect(await timed(systemClock.sleep(LONG, AbortSignal.abort()))).toBeLessThan(LONG / 10);
  });

  it('leaves nothing on a signal that outlives the sleep', async () => {
    const { signal } = new AbortController();
    await systemClock.sleep(1, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
