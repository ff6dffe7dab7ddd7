import { parse as parseArray } from './postgres-array.ts';
import type { ArrayValue, ResponseField, ResultSetOptions } from './protocol.ts';
import { unsupportedResult } from './errors.ts';
import type { Kind, TypeFacts } from './types.ts';

type Double = number | 'NaN' | 'Infinity' | '-Infinity';

const toDouble = (text: string): Double =>
  text === 'NaN' || text === 'Infinity' || text === '-Infinity' ? text : Number(text);

/** The Data API gives `timestamptz` in UTC and without an offset; sessions here run in UTC. */
const withoutOffset = (text: string): string => text.replace(/\+00$/, '');

const toBase64 = (text: string): string => Buffer.from(text.replace(/^\\x/, ''), 'hex').toString('base64');

const scalarField = (text: string, kind: Kind, options: ResultSetOptions): ResponseField => {
  switch (kind) {
    case 'boolean':
      return { booleanValue: text === 't' };
    case 'long':
      return options.longReturnType === 'STRING' ? { stringValue: text } : { longValue: Number(text) };
    case 'double':
      return { doubleValue: toDouble(text) };
    case 'decimal':
      return decimalField(text, options);
    case 'blob':
      return { blobValue: toBase64(text) };
    case 'timestamptz':
      return { stringValue: withoutOffset(text) };
    case 'text':
    case 'unsupported':
      return { stringValue: text };
  }
};

const decimalField = (text: string, options: ResultSetOptions): ResponseField => {
  if (options.decimalReturnType !== 'DOUBLE_OR_LONG') return { stringValue: text };
  return /^-?\d+$/.test(text) ? { longValue: Number(text) } : { doubleValue: toDouble(text) };
};

const arrayValue = (items: readonly (string | null)[], kind: Kind): ArrayValue => {
  switch (kind) {
    case 'boolean':
      return { booleanValues: items.map((item) => (item === null ? null : item === 't')) };
    case 'long':
      return { longValues: items.map((item) => (item === null ? null : Number(item))) };
    case 'double':
      return { doubleValues: items.map((item) => (item === null ? null : toDouble(item))) };
    case 'timestamptz':
      return { stringValues: items.map((item) => (item === null ? null : withoutOffset(item))) };
    default:
      return { stringValues: [...items] };
  }
};

/**
 * A value in PostgreSQL's text format as the Data API types it: numeric as a string, dates and JSON as strings,
 * `bytea` as base64. Throws `UnsupportedResultException` for an array of arrays and for types such as `point`.
 */
export const toResponseField = (
  text: string | null,
  type: TypeFacts,
  options: ResultSetOptions,
): ResponseField => {
  if (type.kind === 'unsupported')
    throw unsupportedResult(`The result contains the unsupported data type ${type.name.toUpperCase()}.`);
  if (text === null) return { isNull: true };
  if (type.isArray !== true) return scalarField(text, type.kind, options);
  const items = parseArray(text);
  if (!items)
    throw unsupportedResult('The result contains a multidimensional array, which is not supported.');
  return { arrayValue: arrayValue(items, type.kind) };
};

/** The plain JSON value that `formatRecordsAs: JSON` shows for a field. */
export const toPlainValue = (field: ResponseField): unknown => {
  if ('isNull' in field) return null;
  if ('arrayValue' in field) return Object.values(field.arrayValue)[0];
  return Object.values(field)[0];
};
