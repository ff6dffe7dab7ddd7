import { makeFairLock } from './fair-lock.ts';
import type { FairLock } from './fair-lock.ts';

/**
 * serverless-offline starts a thread for every invocation that finds none idle; a hundred at once would take gigabytes
 * and minutes. Here a function has this many, and further invocations wait, as asynchronous ones do on AWS.
 */
const threadsPerFunction = 4;
const waitMilliseconds = 15 * 60 * 1000;

const locks = new Map<string, FairLock>();

/** Waits for one of the function's threads and gives the function that frees it. Rejects after 15 minutes. */
export const takeThread = (functionKey: string): Promise<() => void> => {
  const lock = locks.get(functionKey) ?? makeFairLock(threadsPerFunction);
  locks.set(functionKey, lock);
  return lock.acquire(
    waitMilliseconds,
    () => new Error(`No thread of ${functionKey} became free in 15 minutes.`),
  );
};
