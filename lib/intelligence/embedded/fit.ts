import { Validator } from '@cfworker/json-schema';
import type { JsonSchema } from '../../domain/json-schema.ts';

/** Whether a value satisfies a schema. */
export const isAllowed = (value: unknown, schema: JsonSchema): boolean =>
  new Validator(schema, '2020-12', true).validate(value).valid;

const isCounted = (value: unknown): value is { key: string; count: number } =>
  typeof value === 'object' && value !== null && 'key' in value && 'count' in value;

/** Other forms of the same statement, from the richest to the plainest. */
function* forms(value: unknown): Generator {
  yield value;
  if (Array.isArray(value)) {
    if (value.every(isCounted)) {
      yield Object.fromEntries(value.map(({ key, count }) => [key, count]));
      yield value.map(({ key, count }) => ({ name: key, count }));
      yield value.map(({ key, count }) => `${key} (${count})`);
      yield value.map(({ key }) => key);
      yield value[0]?.key;
      yield value.map(({ key, count }) => `${key} (${count})`).join(', ');
    }
    yield value.map((each) => (typeof each === 'object' ? JSON.stringify(each) : String(each)));
    yield value.length;
    yield value.map((each) => (typeof each === 'object' ? JSON.stringify(each) : String(each))).join(', ');
  }
  if (typeof value === 'number') yield String(value);
  if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) yield Number(value);
  if (typeof value === 'object' && value !== null) yield JSON.stringify(value);
}

/** The value in a form that the schema allows, or null: a wrong type is never forced. */
export function fitToSchema(value: unknown, schema: JsonSchema): unknown {
  if (value === undefined || value === null) return null;
  for (const form of forms(value)) if (form !== undefined && isAllowed(form, schema)) return form;
  return null;
}
