import type { ReportStore } from '../ports/documents.ts';
import type { Dispatcher, JobRef, JobStore } from '../ports/jobs.ts';
import type { Clock, Log, Metrics } from '../ports/world.ts';
import type { Projection } from './projection.ts';

export interface SweeperPorts {
  jobs: Pick<JobStore, 'listDue' | 'touch'>;
  reports: Pick<ReportStore, 'listUnprojected'>;
  dispatcher: Dispatcher;
  projection: Projection;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** How often one execution looks; schedules cannot come more often than once a minute. */
const EVERY_MS = 15_000;
/** When a job that was dispatched again is looked at the next time. */
const AGAIN_MS = 30_000;
const LIMIT = 200;
/** A report whose projection is younger than this is still being projected by whoever wrote it. */
const PROJECTION_GRACE_MS = 10_000;
/** With so many projections failing in a row, the database is away; the next sweep will tell. */
const MAX_FAILURES = 3;

export interface Swept {
  dispatched: number;
  projected: number;
  failed: number;
}

/** Repairs what crashes and lost messages leave behind: jobs that nobody works on and projections that are behind. */
export function makeSweeper({ jobs, reports, dispatcher, projection, clock, log, metrics }: SweeperPorts) {
  const dispatch = async (ref: JobRef, now: Date): Promise<boolean> => {
    if (!(await jobs.touch(ref, now, new Date(now.getTime() + AGAIN_MS)))) return false;
    await dispatcher.dispatch(ref);
    return true;
  };

  const dispatchDue = async (now: Date): Promise<Pick<Swept, 'dispatched' | 'failed'>> => {
    const due = await jobs.listDue(now, LIMIT);
    metrics.record({ JobsOverdue: due.length });
    const results = await Promise.allSettled(due.map((ref) => dispatch(ref, now)));
    const failures = results.filter((result) => result.status === 'rejected');
    for (const { reason } of failures)
      log.warn('A due job could not be dispatched.', { error: reason as unknown });
    const dispatched = results.filter((result) => result.status === 'fulfilled' && result.value).length;
    if (dispatched > 0) log.info('Due jobs were dispatched again.', { dispatched });
    return { dispatched, failed: failures.length };
  };

  const repairProjections = async (now: Date): Promise<Pick<Swept, 'projected' | 'failed'>> => {
    const before = new Date(now.getTime() - PROJECTION_GRACE_MS);
    let projected = 0;
    let failed = 0;
    for (const { tenantId, incidentId } of await reports.listUnprojected(before, LIMIT)) {
      try {
        await projection.repair(tenantId, incidentId);
        projected += 1;
      } catch (error) {
        failed += 1;
        log.warn('A projection could not be repaired.', { incident_id: incidentId, error });
        if (failed >= MAX_FAILURES) break;
      }
    }
    return { projected, failed };
  };

  const sweepOnce = async (): Promise<Swept> => {
    const now = clock.now();
    const [due, repaired] = await Promise.all([dispatchDue(now), repairProjections(now)]);
    return { ...due, ...repaired, failed: due.failed + repaired.failed };
  };

  return {
    sweepOnce,
    /** Sweeps every 15 s as long as the execution lasts; answers the sums. */
    async sweep(remainingMs: () => number): Promise<Swept> {
      const sum: Swept = { dispatched: 0, projected: 0, failed: 0 };
      for (;;) {
        const swept = await sweepOnce();
        sum.dispatched += swept.dispatched;
        sum.projected += swept.projected;
        sum.failed += swept.failed;
        if (remainingMs() < 2 * EVERY_MS) return sum;
        await clock.sleep(EVERY_MS);
      }
    },
  };
}
