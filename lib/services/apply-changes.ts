import { isMarked, matches, moveFields } from '../domain/change-set.ts';
import type { ChangeMark } from '../domain/change-set.ts';
import { isoNow } from '../domain/metadata.ts';
import type { Change } from '../domain/query.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { Clock } from '../ports/world.ts';
import { writeOver } from './changes.ts';
import type { Projection } from './projection.ts';

export interface ChangeApplierPorts {
  reports: Pick<ReportStore, 'find' | 'update'>;
  projection: Projection;
  clock: Pick<Clock, 'now'>;
}

/** Reports that are written at the same time. */
const BATCH = 8;

interface Step {
  tenantId: string;
  queryId: string;
  /** User id. */
  by: string;
}

/**
 * Applies and undoes the change set of a command, report by report. Each is one conditional write that marks the
 * report's history with the query, so that a repetition after a crash changes nothing twice. A report that somebody
 * changed in between is left alone: its change ends as `conflict`.
 */
export function makeChangeApplier({ reports, projection, clock }: ChangeApplierPorts) {
  const move = async (step: Step, change: Change, action: ChangeMark['action']): Promise<Change> => {
    const [from, to] = action === 'applied' ? [change.before, change.after] : [change.after, change.before];
    return writeOver(undefined, async () => {
      const report = await reports.find(step.tenantId, change.incident_id);
      if (report === undefined) return { ...change, state: 'conflict' };
      if (isMarked(report, { query_id: step.queryId, action })) return { ...change, state: action };
      if (!matches(report, from)) return { ...change, state: 'conflict' };
      const mark = { by: step.by, at: isoNow(clock.now()), query_id: step.queryId, action };
      const next = moveFields(report, from, to, mark);
      await reports.update(step.tenantId, next);
      await projection.project(step.tenantId, next);
      return { ...change, state: action };
    });
  };

  const moveAll = async (
    step: Step,
    changes: readonly Change[],
    state: Change['state'],
    action: ChangeMark['action'],
  ) => {
    const done: Change[] = [];
    for (let start = 0; start < changes.length; start += BATCH) {
      const batch = changes.slice(start, start + BATCH);
      const moved = batch.map((change) =>
        change.state === state ? move(step, change, action) : Promise.resolve(change),
      );
      done.push(...(await Promise.all(moved)));
    }
    return done;
  };

  return {
    /** Proposed changes become `applied` or `conflict`; others stay as they are. */
    apply: (step: Step, changes: readonly Change[]): Promise<Change[]> =>
      moveAll(step, changes, 'proposed', 'applied'),
    /** Applied changes become `undone`, or `conflict` where a field has changed since. */
    undo: (step: Step, changes: readonly Change[]): Promise<Change[]> =>
      moveAll(step, changes, 'applied', 'undone'),
  };
}
export type ChangeApplier = ReturnType<typeof makeChangeApplier>;
