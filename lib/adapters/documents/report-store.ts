import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../../domain/page.ts';
import type { StoredReport } from '../../domain/report.ts';
import { notFound, versionConflict } from '../../errors.ts';
import type { ReportStore } from '../../ports/documents.ts';
import type { Clock } from '../../ports/world.ts';
import { terminalJobStatuses } from '../../ports/jobs.ts';
import type { Item, Tables, Update } from './document-table.ts';
import { all, equals, missing, oneOf } from './document-table.ts';
import { freshJob, GRACE_MS, later, subjectKey, sweepMark, toReport } from './subject-items.ts';
import type { SubjectItem } from './subject-items.ts';
import { listSwept } from './swept-items.ts';

const scanPosition = z.lazy(() => z.record(z.string(), z.unknown()));

/** Reports with their jobs on the same items. The version stands beside the record so that conditions can name it. */
export function makeReportStore(
  { reports }: Pick<Tables, 'reports'>,
  clock: Pick<Clock, 'now'>,
): ReportStore {
  const find = async (tenantId: string, incidentId: string): Promise<SubjectItem | undefined> =>
    (await reports.get(subjectKey(tenantId, incidentId))) as SubjectItem | undefined;

  const replace = async (tenantId: string, report: StoredReport, change: Update): Promise<void> => {
    const key = subjectKey(tenantId, report.incident_id);
    const at = clock.now().toISOString();
    const set = { record: report, version: report.version, projection_pending: at, ...change.set };
    const unchanged = equals('version', report.version - 1);
    if ((await reports.update(key, { ...change, set }, unchanged)) !== undefined) return;
    const current = await find(tenantId, report.incident_id);
    if (current === undefined) throw notFound('report', report.incident_id);
    throw versionConflict(toReport(current).version);
  };

  return {
    insert: async (tenantId, report, { fingerprint }) => {
      const { pk } = subjectKey(tenantId, report.incident_id) as { pk: string };
      const item: Item = {
        pk,
        tenant_id: tenantId,
        record: report,
        version: report.version,
        fingerprint,
        fence: 0,
        projection_pending: report.created_at,
        ...freshJob(report.job_id, report.created_at),
        ...sweepMark(pk, later(report.created_at, GRACE_MS)),
      };
      if (await reports.put(item, missing('pk'))) return { inserted: true };
      const existing = await find(tenantId, report.incident_id);
      if (existing === undefined) throw versionConflict(undefined);
      return { inserted: false, existing: toReport(existing), fingerprint: existing.fingerprint };
    },

    find: async (tenantId, incidentId) => {
      const item = await find(tenantId, incidentId);
      return item && toReport(item);
    },

    findMany: async (tenantId, incidentIds) => {
      const keys = [...new Set(incidentIds)].map((id) => subjectKey(tenantId, id));
      return ((await reports.getMany(keys)) as SubjectItem[]).map(toReport);
    },

    update: (tenantId, report) => {
      const { pk } = subjectKey(tenantId, report.incident_id) as { pk: string };
      const due = later(clock.now(), GRACE_MS);
      return replace(tenantId, report, { defaults: sweepMark(pk, due) });
    },

    reprocess: (tenantId, report) => {
      const { pk } = subjectKey(tenantId, report.incident_id) as { pk: string };
      const at = clock.now().toISOString();
      return replace(tenantId, report, {
        set: { ...freshJob(report.job_id, at), ...sweepMark(pk, later(at, GRACE_MS)) },
        remove: ['lease_owner', 'job_failure', 'plan_parts', 'plan_fence'],
      });
    },

    remove: async (tenantId, incidentId) => {
      const item = (await reports.remove(subjectKey(tenantId, incidentId))) as SubjectItem | undefined;
      return item && toReport(item);
    },

    markProjected: async (tenantId, incidentId, version) => {
      const key = subjectKey(tenantId, incidentId);
      const current = equals('version', version);
      const ended = all(current, oneOf('job_status', terminalJobStatuses));
      const remove = ['projection_pending', 'sweep_shard', 'sweep_at'];
      if ((await reports.update(key, { remove }, ended)) === undefined)
        await reports.update(key, { remove: ['projection_pending'] }, current);
    },

    listUnprojected: async (before, limit) => {
      const pending = (item: SubjectItem): boolean =>
        item.projection_pending !== undefined && item.projection_pending < before.toISOString();
      const swept = await listSwept([reports], clock.now().toISOString(), limit);
      return swept
        .filter(pending)
        .slice(0, limit)
        .map(({ tenant_id, record }) => ({ tenantId: tenant_id, incidentId: record.id }));
    },

    scan: async (cursor) => {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, scanPosition);
      const { items, next } = await reports.scan(after);
      const found = (items as SubjectItem[]).map((item) => ({
        tenantId: item.tenant_id,
        report: toReport(item),
      }));
      return { items: found, ...(next !== undefined && { nextCursor: encodeCursor(next) }) };
    },
  };
}
