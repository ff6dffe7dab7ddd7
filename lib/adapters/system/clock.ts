import type { Clock } from '../../ports/world.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  // Most sleeps are deadlines that end early: a promise that rejects at each would cost an error with its stack.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      if (signal?.aborted) end();
      else signal?.addEventListener('abort', end, { once: true });
    }),
};
