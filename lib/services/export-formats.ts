import type { ExportFormat } from '../domain/data.ts';
import type { ReportRow } from '../domain/report.ts';

/** A file as its head, the text of each row, what stands between two rows, and its tail. */
export interface FileFormat {
  readonly contentType: string;
  readonly extension: string;
  readonly head: string;
  readonly between: string;
  readonly tail: string;
  row(row: ReportRow): string;
}

const columns = [
  'incident_id',
  'domain_id',
  'status',
  'category',
  'urgency',
  'sentiment',
  'priority',
  'assignee',
  'assignee_name',
  'due_date',
  'place',
  'longitude',
  'latitude',
  'source',
  'event_at',
  'raw_text',
  'created_at',
  'updated_at',
  'created_by',
  'version',
] as const;

/**
 * What a spreadsheet would run as a formula, after blanks too; the wide forms are read as the plain ones by some. Such a
 * text gets an apostrophe in front. OWASP, "CSV Injection".
 */
const formula = /^\s*[=+\-@|\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;
const neutral = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** RFC 4180: every text is quoted, a quote inside is doubled. Numbers are written as they are. */
const cell = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? String(value) : `"${neutral(value).replaceAll('"', '""')}"`;
};

function csvRow(row: ReportRow): string {
  const [longitude, latitude] = row.location?.coordinates ?? [];
  const values = { ...row, longitude, latitude };
  return columns.map((name) => cell(values[name])).join(',');
}

function feature({ location, ...properties }: ReportRow): string {
  return JSON.stringify({ type: 'Feature', id: properties.incident_id, geometry: location, properties });
}

export const fileFormats: Readonly<Record<ExportFormat, FileFormat>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    head: `${columns.join(',')}\r\n`,
    between: '\r\n',
    tail: '\r\n',
    row: csvRow,
  },
  geojson: {
    contentType: 'application/geo+json; charset=utf-8',
    extension: 'geojson',
    head: '{"type":"FeatureCollection","features":[\n',
    between: ',\n',
    tail: '\n]}\n',
    row: feature,
  },
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    extension: 'ndjson',
    head: '',
    between: '\n',
    tail: '\n',
    row: (row) => JSON.stringify(row),
  },
};
