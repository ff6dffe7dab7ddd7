import type { StoredReport } from '../domain/report.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { ReportIndex } from '../ports/relational.ts';
import type { Log } from '../ports/world.ts';

export interface ProjectionPorts {
  reports: Pick<ReportStore, 'find' | 'markProjected'>;
  index: Pick<ReportIndex, 'upsert'>;
  log: Pick<Log, 'warn'>;
}

/** Brings the searchable projection of a report up to date. The report's own item says that it is due until that is done. */
export function makeProjection({ reports, index, log }: ProjectionPorts) {
  const bring = async (tenantId: string, report: StoredReport): Promise<void> => {
    await index.upsert(tenantId, report);
    await reports.markProjected(tenantId, report.incident_id, report.version);
  };
  return {
    /** Best effort: a projection that fails is left to the sweeper. */
    async project(tenantId: string, report: StoredReport): Promise<void> {
      await bring(tenantId, report).catch((error: unknown) => {
        log.warn('A report could not be projected; the sweeper will repeat it.', {
          incident_id: report.incident_id,
          error,
        });
      });
    },
    /** The report as it is stored now. Does nothing for one that is gone; errors are the caller's. */
    async repair(tenantId: string, incidentId: string): Promise<void> {
      const report = await reports.find(tenantId, incidentId);
      if (report !== undefined) await bring(tenantId, report);
    },
  };
}
export type Projection = ReturnType<typeof makeProjection>;
