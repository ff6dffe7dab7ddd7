import { setTimeout as sleep } from 'node:timers/promises';
import { makeFairLock } from './fair-lock.ts';
import type { FairLock } from './fair-lock.ts';

/**
 * serverless-offline starts a thread for every invocation that finds none idle; a hundred at once would take gigabytes
 * and minutes. Here a function has this many, and further invocations wait, as asynchronous ones do on AWS.
 */
const threadsPerFunction = 4;
const waitMilliseconds = 15 * 60 * 1000;

const locks = new Map<string, FairLock>();
let busy = 0;

/** Waits for one of the function's threads and gives the function that frees it. Rejects after 15 minutes. */
export const takeThread = async (functionKey: string): Promise<() => void> => {
  const lock = locks.get(functionKey) ?? makeFairLock(threadsPerFunction);
  locks.set(functionKey, lock);
  const free = await lock.acquire(
    waitMilliseconds,
    () => new Error(`No thread of ${functionKey} became free in 15 minutes.`),
  );
  busy += 1;
  return () => {
    busy -= 1;
    free();
  };
};

const lookAgainMilliseconds = 50;

/**
 * Resolves when no function runs, at the latest after `longestMilliseconds`. A thread that is ended in the middle of its
 * work never answers, so code is only exchanged then.
 */
export const whenIdle = async (longestMilliseconds: number): Promise<void> => {
  const end = performance.now() + longestMilliseconds;
  while (busy > 0 && performance.now() < end) await sleep(lookAgainMilliseconds);
};
