import type { ReportFilter } from '../../lib/domain/filter.ts';
import type { ReportRow, StoredReport } from '../../lib/domain/report.ts';
import { phraseKey, toIndexed } from '../../lib/domain/projection.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in km by the spherical law of cosines in vector form: another formula than the one under test. */
export function kilometres([lon1, lat1]: [number, number], [lon2, lat2]: [number, number]): number {
  const unit = (lon: number, lat: number): [number, number, number] => [
    Math.cos(radians(lat)) * Math.cos(radians(lon)),
    Math.cos(radians(lat)) * Math.sin(radians(lon)),
    Math.sin(radians(lat)),
  ];
  const [a, b] = [unit(lon1, lat1), unit(lon2, lat2)];
  const cross = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
  return Math.atan2(cross, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) * 6_371.008_8;
}

const has = (values: readonly string[] | undefined, value: string | null): boolean =>
  values === undefined || (value !== null && values.includes(value));

function inside(box: ReportFilter['bbox'], row: ReportRow): boolean {
  if (box === undefined) return true;
  if (row.location === null) return false;
  const [west, south, east, north] = box;
  const [lon, lat] = row.location.coordinates;
  const between = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
  return between && lat >= south && lat <= north;
}

const near = (circle: ReportFilter['near'], row: ReportRow): boolean =>
  circle === undefined ||
  (row.location !== null &&
    kilometres(row.location.coordinates, [circle.lon, circle.lat]) <= circle.radius_km);

const isAssignedTo = (assignees: readonly string[], row: ReportRow): boolean =>
  assignees.some((name) =>
    [row.assignee, row.assignee_name].some((each) => each?.toLowerCase() === name.toLowerCase()),
  );

const isAt = (place: string, row: ReportRow): boolean =>
  phraseKey(place) !== '' && phraseKey(row.place ?? '').includes(phraseKey(place));

/** What ReportFilter means, written without SQL; text search (`q`) and deadlines (`due_*`) have tests of their own. */
export function matches(filter: ReportFilter, report: StoredReport): boolean {
  const { row } = toIndexed(report);
  const { not = {} } = filter;
  return (
    (filter.domain_id === undefined || filter.domain_id === row.domain_id) &&
    has(filter.incident_ids, row.incident_id) &&
    has(filter.status, row.status) &&
    has(filter.category, row.category) &&
    has(filter.urgency, row.urgency) &&
    has(filter.sentiment, row.sentiment) &&
    has(filter.priority, row.priority) &&
    has(filter.source, row.source) &&
    (filter.created_by === undefined || filter.created_by === row.created_by) &&
    (filter.assignee === undefined || isAssignedTo(filter.assignee, row)) &&
    (filter.assigned === undefined || filter.assigned === (row.assignee !== null)) &&
    (filter.from === undefined || row.event_at >= filter.from) &&
    (filter.to === undefined || row.event_at < filter.to) &&
    (filter.place === undefined || isAt(filter.place, row)) &&
    inside(filter.bbox, row) &&
    near(filter.near, row) &&
    !(not.status?.includes(row.status) ?? false) &&
    !(row.category !== null && (not.category?.includes(row.category) ?? false)) &&
    !(not.urgency as readonly string[] | undefined)?.includes(row.urgency ?? '') &&
    !(not.assignee !== undefined && isAssignedTo(not.assignee, row)) &&
    !(not.place !== undefined && isAt(not.place, row))
  );
}
