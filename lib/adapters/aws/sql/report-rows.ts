import { toPoint } from '../../../domain/geo.ts';
import type { ReportRow } from '../../../domain/report.ts';
import { toInstant } from './packed-rows.ts';

/** Select list of a ReportRow. */
export const rowColumns = `r.incident_id, r.domain_id, r.status, r.category, r.urgency, r.sentiment, r.priority, r.assignee,
  r.assignee_name, r.due_date, r.place, r.location[0] as lon, r.location[1] as lat, r.source, r.event_at, r.raw_text,
  r.created_at, r.updated_at, r.created_by, r.version`;

export interface SelectedRow extends Omit<ReportRow, 'location'> {
  lon: number | null;
  lat: number | null;
}

/** Instants may come as a column's text or out of JSON. */
export const toReportRow = ({ lon, lat, ...row }: SelectedRow): ReportRow => ({
  ...row,
  event_at: toInstant(row.event_at),
  created_at: toInstant(row.created_at),
  updated_at: toInstant(row.updated_at),
  location: lon === null || lat === null ? null : toPoint(lon, lat),
});
