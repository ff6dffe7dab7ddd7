import type { ColumnMetadata, Field, SqlParameter } from '@aws-sdk/client-rds-data';

/** A value together with the type it is sent as. */
export interface TypedValue {
  readonly text: string;
  readonly typeHint: 'DATE' | 'DECIMAL' | 'JSON' | 'TIMESTAMP' | 'UUID';
}
export type SqlValue = string | number | boolean | Date | TypedValue | null | undefined;

/** By the name that the statement uses behind its colon. A value that may be null needs a cast there: `:at::timestamptz`. */
export type SqlValues = Readonly<Record<string, SqlValue>>;

const typed =
  (typeHint: TypedValue['typeHint']) =>
  (text: string): TypedValue => ({ text, typeHint });

export const sqlDate = typed('DATE');
export const sqlDecimal = typed('DECIMAL');
export const sqlUuid = typed('UUID');
export const sqlJson = (value: unknown): TypedValue => typed('JSON')(JSON.stringify(value));

/** `2026-05-01T10:00:00.123Z` as the Data API wants it: `2026-05-01 10:00:00.123`. */
const toTimestamp = (date: Date): TypedValue =>
  typed('TIMESTAMP')(date.toISOString().replace('T', ' ').replace('Z', ''));

const toField = (value: Exclude<SqlValue, Date | TypedValue>): Field => {
  if (value === null || value === undefined) return { isNull: true };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { longValue: value } : { doubleValue: value };
  return { stringValue: value };
};

const toParameter = (name: string, value: SqlValue): SqlParameter => {
  const known = value instanceof Date ? toTimestamp(value) : value;
  if (typeof known !== 'object' || known === null) return { name, value: toField(known) };
  return {
    name,
    value: { stringValue: known.text },
    typeHint: known.typeHint,
  };
};

/** Only what the statement names: fragments share their values with statements that leave some of them out. */
export const toParameters = (text: string, values: SqlValues): SqlParameter[] =>
  Object.entries(values)
    .filter(([name]) => text.includes(`:${name}`))
    .map(([name, value]) => toParameter(name, value));

const arrayOf = (field: Field): unknown[] => {
  const array = field.arrayValue;
  return array?.stringValues ?? array?.longValues ?? array?.doubleValues ?? array?.booleanValues ?? [];
};

const plainValue = (field: Field): unknown => {
  if (field.isNull === true) return null;
  if (field.arrayValue !== undefined) return arrayOf(field);
  return (
    field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? field.blobValue ?? null
  );
};

/** The Data API gives timestamps in UTC, without an offset: `2026-05-01 10:00:00.123456`. */
const toInstant = (text: string): string => new Date(`${text.replace(' ', 'T')}Z`).toISOString();

const fromText: Readonly<Record<string, (text: string) => unknown>> = {
  timestamptz: toInstant,
  numeric: Number,
  json: (text) => JSON.parse(text) as unknown,
  jsonb: (text) => JSON.parse(text) as unknown,
};

const decode = (field: Field, typeName: string | undefined): unknown => {
  const value = plainValue(field);
  const convert = typeof value === 'string' ? fromText[typeName ?? ''] : undefined;
  return convert && typeof value === 'string' ? convert(value) : value;
};

/**
 * Records as objects by column label: `timestamptz` as ISO 8601 in UTC, `numeric` as number, `json` and `jsonb` parsed,
 * arrays as arrays, SQL null as null.
 */
export function toRows(
  records: readonly Field[][],
  columns: readonly ColumnMetadata[],
): Record<string, unknown>[] {
  return records.map((record) =>
    Object.fromEntries(
      record.map((field, index) => [columns[index]?.label ?? '', decode(field, columns[index]?.typeName)]),
    ),
  );
}
