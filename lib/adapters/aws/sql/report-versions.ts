import * as z from 'zod';
import { encodeCursor } from '../../../domain/page.ts';
import type { ReportIndex } from '../../../ports/relational.ts';
import type { Sql } from './client.ts';
import { list, readCursor } from './statements.ts';

const IDS_A_CALL = 500;
const ROWS_A_CALL = 2_000;
const position = z.lazy(() => z.tuple([z.string(), z.string()]));

export async function versionsOfReports(
  sql: Sql,
  tenantId: string,
  incidentIds: readonly string[],
): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for (let at = 0; at < incidentIds.length; at += IDS_A_CALL) {
    const ids = list('id', incidentIds.slice(at, at + IDS_A_CALL));
    const rows = await sql.rows<{ incident_id: string; version: number }>(
      `select incident_id, version from report_index
       where tenant_id = :tenant and incident_id in (${ids.text}) and not removed`,
      { tenant: tenantId, ...ids.values },
    );
    for (const { incident_id, version } of rows) versions.set(incident_id, version);
  }
  return versions;
}

export async function scanVersions(sql: Sql, cursor?: string): ReturnType<ReportIndex['scanVersions']> {
  const [tenant, id] = cursor === undefined ? ['', ''] : readCursor(cursor, position);
  const rows = await sql.rows<{ tenant_id: string; incident_id: string; version: number }>(
    `select tenant_id, incident_id, version from report_index
     where (tenant_id, incident_id) > (:tenant, :id) and not removed
     order by tenant_id, incident_id limit ${ROWS_A_CALL}`,
    { tenant, id },
  );
  const items = rows.map(({ tenant_id, incident_id, version }) => ({
    tenantId: tenant_id,
    incidentId: incident_id,
    version,
  }));
  const last = rows.length === ROWS_A_CALL ? rows.at(-1) : undefined;
  return last === undefined
    ? { items }
    : { items, nextCursor: encodeCursor([last.tenant_id, last.incident_id]) };
}
