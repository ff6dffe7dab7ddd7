import { AppError } from '../errors.ts';
import type { JobStore, Lease } from '../ports/jobs.ts';
import type { Clock, Log } from '../ports/world.ts';
import type { EngineSettings } from './settings.ts';
import type { Stop } from './stop.ts';

export interface LeaseKeeper {
  lease(): Lease;
  /** Ends the renewals; resolves when none is under way. */
  end(): Promise<void>;
}

/** Renews a lease while the job is worked on, and asks for a stop when it is lost or the job is to be cancelled. */
export function keepLease(
  first: Lease,
  stop: Stop,
  { jobs, clock, log }: { jobs: Pick<JobStore, 'renew'>; clock: Clock; log: Log },
  { leaseMs, renewEveryMs }: Pick<EngineSettings, 'leaseMs' | 'renewEveryMs'>,
): LeaseKeeper {
  let lease = first;
  const ended = new AbortController();

  const renew = async (): Promise<void> => {
    try {
      const renewed = await jobs.renew(lease, new Date(clock.now().getTime() + leaseMs));
      lease = renewed.lease;
      if (renewed.cancelRequested) stop.request('cancelled');
    } catch (error) {
      const lost = error instanceof AppError && error.code === 'LEASE_LOST';
      if (lost || clock.now() >= lease.until) stop.request('lease-lost');
      else log.warn('A lease could not be renewed; trying again.', { job_id: lease.ref.jobId, error });
    }
  };
  const run = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(renewEveryMs, ended.signal);
      if (ended.signal.aborted || stop.reason() === 'lease-lost') return;
      await renew();
    }
  };
  const running = run();
  return {
    lease: () => lease,
    end: () => {
      ended.abort();
      return running;
    },
  };
}
