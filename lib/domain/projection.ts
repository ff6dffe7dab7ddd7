import * as z from 'zod';
import { onGrid, point, toPoint } from './geo.ts';
import type { Point } from './geo.ts';
import type { ReportRow, StoredReport } from './report.ts';

/** Widths of the projection's own columns, so that no row can outgrow what a list may answer. In UTF-16 units. */
const WIDTH = { key: 64, name: 200, place: 300, text: 10_000 };

/** Control characters say nothing to a reader, and U+0000 and lone surrogates cannot be stored as text. */
const unstorable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const storableText = (text: string): string => text.replace(unstorable, '').toWellFormed();

/** The same value with every text in it, keys too, fit for a database. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]));
}

const short = (value: unknown, width: number): string | null => {
  if (typeof value !== 'string') return null;
  const text = storableText(value).trim();
  return text === '' ? null : text.slice(0, width).toWellFormed();
};

/** Words in lower case without accents, each between single blanks: what whole phrases are looked for in. */
export function phraseKey(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const words = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
  return words === '' ? '' : ` ${words} `;
}

/** Made at its first use, as every function that stores a report carries it. */
const zoned = z.lazy(() => z.union([z.iso.datetime({ offset: true }), z.iso.date()]));
const EARLIEST = Date.UTC(1, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

/** An ISO instant or date (its midnight in UTC) as an instant; undefined for anything else. */
function toInstant(value: unknown): string | undefined {
  const parsed = zoned.safeParse(value);
  if (!parsed.success) return undefined;
  const time = Date.parse(parsed.data);
  return time >= EARLIEST && time <= LATEST ? new Date(time).toISOString() : undefined;
}

/** A deadline is a calendar date, local to the domain, or an instant. */
function toDue(value: unknown): Pick<IndexedReport, 'due_day' | 'due_instant'> {
  const instant = toInstant(value);
  if (instant === undefined || typeof value !== 'string') return { due_day: null, due_instant: null };
  return value.length === 'YYYY-MM-DD'.length
    ? { due_day: value, due_instant: null }
    : { due_day: null, due_instant: instant };
}

function toLocation(value: unknown): Point | null {
  const parsed = point.safeParse(value);
  return parsed.success ? toPoint(...(parsed.data.coordinates.map(onGrid) as [number, number])) : null;
}

/** A row of the report index, with what only the index needs. */
export interface IndexedReport {
  row: ReportRow;
  /** Phrase key of every name that the place goes by. */
  place_key: string;
  /** At most one of the two is given. The day starts at midnight in the domain's time zone. */
  due_day: string | null;
  due_instant: string | null;
  ingestion_data: unknown;
  management_data: unknown;
}

/**
 * What the index holds of a report. The submitter's own place and time stand above what agents extracted. Pure and
 * total: extracted values of an unexpected shape are left out, never refused.
 */
export function toIndexed(report: StoredReport): IndexedReport {
  const data = report.ingestion_data;
  const task = report.management_data.task_details;
  const [named, addressed] = [short(data['location_text'], WIDTH.place), short(data['address'], WIDTH.place)];
  const row: ReportRow = {
    incident_id: report.incident_id,
    domain_id: report.domain_id,
    status: report.status,
    category: short(data['category'], WIDTH.key) ?? short(data['complaint_type'], WIDTH.key),
    urgency: short(data['urgency'], WIDTH.key),
    sentiment: short(data['sentiment'], WIDTH.key),
    priority: short(task.priority, WIDTH.key),
    assignee: short(task.assignee, WIDTH.name),
    assignee_name: short(task.assignee_name, WIDTH.name),
    due_date: short(task.due_date, WIDTH.key),
    place: named ?? addressed,
    location: toLocation(report.location) ?? toLocation(data['geo_location']),
    source: short(report.source, WIDTH.key) ?? '',
    event_at: toInstant(report.occurred_at) ?? toInstant(data['timestamp']) ?? report.created_at,
    raw_text: storableText(report.raw_text).slice(0, WIDTH.text).toWellFormed(),
    created_at: report.created_at,
    updated_at: report.updated_at,
    created_by: report.created_by,
    version: report.version,
  };
  return {
    row,
    place_key: [named, addressed].map((name) => phraseKey(name ?? '')).join('|'),
    ...toDue(row.due_date),
    ingestion_data: storable(data),
    management_data: storable(report.management_data),
  };
}
