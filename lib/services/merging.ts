import { closeInto, mergedFrom, mergedInto, reopen, withMerged } from '../domain/merge.ts';
import type { MergeInput, UnmergeInput } from '../domain/merge.ts';
import type { Principal } from '../domain/principal.ts';
import type { StoredReport } from '../domain/report.ts';
import { AppError, invalidInput } from '../errors.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { Clock } from '../ports/world.ts';
import { assertMayWrite, found } from './access.ts';
import { writeOver } from './changes.ts';

export interface MergingPorts {
  reports: Pick<ReportStore, 'find' | 'update'>;
  /** Brings the searchable projection up to date. */
  project: (tenantId: string, report: StoredReport) => Promise<void>;
  clock: Pick<Clock, 'now'>;
}

export interface Merged {
  incident_id: string;
  /** All reports that are now merged into it. */
  merged_from: string[];
}

const isIngesting = ({ status }: StoredReport): boolean => status === 'accepted' || status === 'processing';

/** Throws CONFLICT for a report that cannot go into `target`, INVALID_INPUT for one that makes no sense there. */
function assertMergeable(report: StoredReport, target: StoredReport): void {
  const problem = (message: string) =>
    invalidInput([{ path: '$.incident_ids', message: `${report.id} ${message}` }]);
  if (report.id === target.id) throw problem('cannot be merged into itself');
  if (report.domain_id !== target.domain_id) throw problem('is of another domain');
  const into = mergedInto(report);
  if (into !== undefined && into !== target.id)
    throw new AppError('CONFLICT', `${report.id} has already been merged into ${into}.`);
  if (mergedFrom(report).length > 0)
    throw new AppError('CONFLICT', `Others have been merged into ${report.id}; merge into that one instead.`);
  if (isIngesting(report)) throw new AppError('CONFLICT', `${report.id} is still being read.`);
}

/**
 * Joins reports about the same thing. The target is written first and names its duplicates, then each duplicate is
 * closed: a merge that was cut short is finished by repeating it.
 */
export function makeMerging({ reports, project, clock }: MergingPorts) {
  const read = async (principal: Principal, id: string): Promise<StoredReport> => {
    const report = found(await reports.find(principal.tenantId, id), 'report', id);
    assertMayWrite(principal, report, 'report');
    return report;
  };
  const write = async ({ tenantId }: Principal, report: StoredReport): Promise<void> => {
    await reports.update(tenantId, report);
    await project(tenantId, report);
  };
  const editOf = ({ userId }: Principal) => ({ by: userId, at: clock.now().toISOString() });

  /** Reads, changes when `change` gives something, and writes; repeated when somebody else wrote in between. */
  const change = (
    principal: Principal,
    id: string,
    toNext: (report: StoredReport) => StoredReport | undefined,
  ): Promise<void> =>
    writeOver(undefined, async () => {
      const changed = toNext(await read(principal, id));
      if (changed !== undefined) await write(principal, changed);
    });

  return {
    async merge(principal: Principal, targetId: string, { incident_ids }: MergeInput): Promise<Merged> {
      const ids = [...new Set(incident_ids)];
      const target = await read(principal, targetId);
      if (mergedInto(target) !== undefined)
        throw new AppError('CONFLICT', `${targetId} has itself been merged into another report.`);
      for (const id of ids) assertMergeable(await read(principal, id), target);
      let merged_from: string[] = [];
      await change(principal, targetId, (report) => {
        merged_from = [...new Set([...mergedFrom(report), ...ids])];
        return merged_from.length === mergedFrom(report).length
          ? undefined
          : withMerged(report, merged_from, editOf(principal));
      });
      for (const id of ids)
        await change(principal, id, (report) =>
          mergedInto(report) === targetId ? undefined : closeInto(report, targetId, editOf(principal)),
        );
      return { incident_id: targetId, merged_from };
    },

    /** Duplicates become reports of their own again, in the status they had; a repetition changes nothing. */
    async unmerge(principal: Principal, targetId: string, { incident_ids }: UnmergeInput): Promise<Merged> {
      const target = await read(principal, targetId);
      const ids = incident_ids ?? mergedFrom(target);
      for (const id of ids) {
        const isGone = (await reports.find(principal.tenantId, id)) === undefined;
        if (isGone) continue;
        await change(principal, id, (report) =>
          mergedInto(report) === targetId ? reopen(report, editOf(principal)) : undefined,
        );
      }
      let merged_from: string[] = [];
      await change(principal, targetId, (report) => {
        merged_from = mergedFrom(report).filter((id) => !ids.includes(id));
        return merged_from.length === mergedFrom(report).length
          ? undefined
          : withMerged(report, merged_from, editOf(principal));
      });
      return { incident_id: targetId, merged_from };
    },
  };
}
export type Merging = ReturnType<typeof makeMerging>;
