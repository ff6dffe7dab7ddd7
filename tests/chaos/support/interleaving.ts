import type { DocumentTable, Tables } from '../../../lib/adapters/documents/document-table.ts';
import { makeManualClock } from '../../support/documents.ts';

/** mulberry32: 32 bits of state, the same sequence for the same seed. */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Runs several workers on one store in an order that a seed decides. Every operation on a table waits for its turn; now
 * and then a whole worker is frozen, renewals and all, often for longer than a lease lasts.
 */
export function makeInterleaving(seed: number, { jumpMs, freezeMs }: { jumpMs: number; freezeMs: number }) {
  const random = makeRandom(seed);
  const clock = makeManualClock();
  let waiting: { worker: number; go: () => void }[] = [];
  const frozenUntil = new Map<number, number>();
  const isFrozen = (worker: number): boolean => (frozenUntil.get(worker) ?? 0) > clock.now().getTime();

  const gated = (table: DocumentTable, worker: number): DocumentTable =>
    new Proxy(table, {
      get: (target, name: keyof DocumentTable) => {
        const operation = target[name].bind(target) as (...given: unknown[]) => Promise<unknown>;
        return async (...given: unknown[]) => {
          await new Promise<void>((go) => waiting.push({ worker, go }));
          return operation(...given);
        };
      },
    });

  /** What one worker sees of the tables. */
  const gate = (tables: Tables, worker: number): Tables =>
    Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [name, gated(table as DocumentTable, worker)]),
    ) as unknown as Tables;

  /** One operation of a worker that is not frozen, or a jump of the clock. */
  const step = (): void => {
    const ready = waiting.filter(({ worker }) => !isFrozen(worker));
    const chosen = ready[Math.floor(random() * ready.length)];
    if (chosen === undefined || random() < 0.05) {
      clock.advance(Math.ceil(random() * jumpMs));
      return;
    }
    if (random() < 0.12) frozenUntil.set(chosen.worker, clock.now().getTime() + random() * freezeMs);
    else {
      waiting = waiting.filter((other) => other !== chosen);
      chosen.go();
    }
  };

  const play = async (work: Promise<unknown>): Promise<void> => {
    const state = { done: false };
    void work.finally(() => (state.done = true));
    for (let steps = 0; !state.done; steps++) {
      if (steps > 50_000) throw new Error(`Seed ${seed}: it does not come to an end.`);
      await new Promise((resolve) => setImmediate(resolve));
      step();
    }
  };
  return { clock, random, gate, play };
}
