import * as z from 'zod';
import type { StoredReport } from './report.ts';

/** Which reports are about the same thing as the one in the path. */
export const mergeInput = z.object({ incident_ids: z.array(z.string().min(1).max(100)).min(1).max(20) });
export type MergeInput = z.infer<typeof mergeInput>;

/** Undoes all merges into the report, or those of the ids given. */
export const unmergeInput = z.object({ incident_ids: mergeInput.shape.incident_ids.optional() });
export type UnmergeInput = z.infer<typeof unmergeInput>;

/** Kept in `management_data` of a report that was merged into another. */
const mergedReport = z.looseObject({ merged_into: z.string(), status_before_merge: z.string() });
/** Kept in `management_data` of the report that others were merged into. */
const mergeTarget = z.looseObject({ merged_from: z.array(z.string()) });

export const mergedInto = ({ management_data }: StoredReport): string | undefined =>
  mergedReport.safeParse(management_data).data?.merged_into;

export const mergedFrom = ({ management_data }: StoredReport): string[] =>
  mergeTarget.safeParse(management_data).data?.merged_from ?? [];

interface Edit {
  readonly by: string;
  readonly at: string;
}

const next = (report: StoredReport, { by, at }: Edit, changes: Partial<StoredReport>): StoredReport => {
  const changed = { ...report, ...changes };
  const history = [...report.management_data.history, { status: changed.status, timestamp: at, by }];
  return {
    ...changed,
    management_data: { ...changed.management_data, history },
    version: report.version + 1,
    updated_at: at,
  };
};

/** The duplicate, closed, naming the report it went into and what it was before. */
export function closeInto(report: StoredReport, targetId: string, edit: Edit): StoredReport {
  const management_data = {
    ...report.management_data,
    merged_into: targetId,
    status_before_merge: report.status,
  };
  return next(report, edit, { status: 'closed', management_data });
}

/** The duplicate as a report of its own again, in the status that it had. */
export function reopen(report: StoredReport, edit: Edit): StoredReport {
  const { merged_into: _target, status_before_merge, ...management_data } = report.management_data;
  const status = (status_before_merge ?? report.status) as StoredReport['status'];
  return next(report, edit, { status, management_data: management_data });
}

/** The target, naming exactly these reports as merged into it. */
export const withMerged = (report: StoredReport, ids: readonly string[], edit: Edit): StoredReport =>
  next(report, edit, { management_data: { ...report.management_data, merged_from: [...ids] } });
