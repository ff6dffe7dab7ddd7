import type { JobRef, JobSlots } from '../ports/jobs.ts';
import type { Clock, Log } from '../ports/world.ts';
import type { EngineSettings } from './settings.ts';

export interface HeldSlot {
  /** Gives the slot back. A failure is only logged: the slot becomes free by itself. */
  end(): Promise<void>;
}

/**
 * Takes one of the tenant's slots for as long as a job is worked on; undefined when all are taken. Slots bound the load
 * of a tenant, not the correctness of a job: one that is lost to a freeze costs nothing but the bound.
 */
export async function holdSlot(
  ref: JobRef,
  { slots, clock, log }: { slots: JobSlots; clock: Clock; log: Log },
  { jobsPerTenant, slotMs }: Pick<EngineSettings, 'jobsPerTenant' | 'slotMs'>,
): Promise<HeldSlot | undefined> {
  const until = (): Date => new Date(clock.now().getTime() + slotMs);
  const slot = await slots.take(ref, { limit: jobsPerTenant, now: clock.now(), until: until() });
  if (slot === undefined) return undefined;
  const ended = new AbortController();
  const warn = (error: unknown): void =>
    log.warn('The slot of a job could not be extended or freed.', { job_id: ref.jobId, error });

  const extend = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(slotMs / 3, ended.signal);
      if (ended.signal.aborted) return;
      await slot.extend(until()).catch(warn);
    }
  };
  const extending = extend();
  return {
    end: async () => {
      ended.abort();
      await extending;
      await slot.free().catch(warn);
    },
  };
}
