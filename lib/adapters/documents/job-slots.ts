import type { JobSlots } from '../../ports/jobs.ts';
import { configurationKey, expiryOf } from './configuration-items.ts';
import { compositeKey } from '../../domain/ids.ts';
import type { Item, Tables } from './document-table.ts';
import { any, atMost, equals, missing, queryAll } from './document-table.ts';

const KIND = 'job-slot';
/** Tries to take a slot that looked free before the tenant counts as busy. */
const TRIES = 3;

/** Spreads jobs over the slots, so that most take theirs with one write; any stable function of the id will do. */
function homeOf(jobId: string, limit: number): number {
  let sum = 0;
  for (const character of jobId) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return sum % limit;
}

/**
 * One item a slot, taken by a conditional write when it is free, over its time, or the job's own. No count is kept that
 * a crash could leave wrong.
 */
export function makeJobSlots({ configurations }: Pick<Tables, 'configurations'>): JobSlots {
  return {
    take: async (ref, { limit, now, until }) => {
      const keyOf = (slot: number) => configurationKey(ref.tenantId, KIND, String(slot));
      const free = any(missing('sk'), atMost('taken_until', now.toISOString()), equals('job_id', ref.jobId));
      const fields = (end: Date) => ({ taken_until: end.toISOString(), expires_at: expiryOf(end) });
      const tryTake = (slot: number): Promise<boolean> =>
        configurations.put({ ...keyOf(slot), job_id: ref.jobId, ...fields(until) }, free);
      const looksFree = (item: Item | undefined): boolean =>
        item === undefined ||
        item['job_id'] === ref.jobId ||
        (item['taken_until'] as string) <= now.toISOString();

      const held = (slot: number) => ({
        extend: async (end: Date) => {
          await configurations.update(keyOf(slot), { set: fields(end) }, equals('job_id', ref.jobId));
        },
        free: async () => {
          await configurations.remove(keyOf(slot), equals('job_id', ref.jobId));
        },
      });

      const home = homeOf(ref.jobId, limit);
      if (await tryTake(home)) return held(home);
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const items = await queryAll(configurations, { hash: ['pk', compositeKey(ref.tenantId, KIND)] });
        const bySlot = new Map(items.map((item) => [item['sk'], item]));
        const open = Array.from({ length: limit }, (_, index) => (home + index) % limit).filter((slot) =>
          looksFree(bySlot.get(String(slot))),
        );
        const chosen = open[homeOf(`${ref.jobId}/${attempt}`, Math.max(1, open.length))];
        if (chosen === undefined) return undefined;
        if (await tryTake(chosen)) return held(chosen);
      }
      return undefined;
    },
  };
}
