/** Counts what is at work under a key and never lets it exceed `limit`. Whoever finds no room asks again when told. */
export function makeLimiter(limit: number) {
  const used = new Map<string, number>();
  const waiting = new Map<string, Set<() => void>>();
  return {
    tryAcquire(key: string): boolean {
      const count = used.get(key) ?? 0;
      if (count >= limit) return false;
      used.set(key, count + 1);
      return true;
    },
    release(key: string): void {
      const count = (used.get(key) ?? 1) - 1;
      if (count > 0) used.set(key, count);
      else used.delete(key);
      const woken = waiting.get(key) ?? new Set();
      waiting.delete(key);
      for (const wake of woken) wake();
    },
    /** Resolves at the next release under the key. */
    room(key: string): Promise<void> {
      return new Promise((resolve) => {
        const queue = waiting.get(key) ?? new Set();
        waiting.set(key, queue.add(resolve));
      });
    },
  };
}
export type Limiter = ReturnType<typeof makeLimiter>;
