import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Values for the schemas of openapi.json, and such as no schema allows. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  minLength?: number;
  minimum?: number;
  maximum?: number;
  default?: unknown;
}

const { components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  components: { schemas: Record<string, Schema> };
};

const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

export const nasty = fc.constantFrom<unknown>(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  "' or 1=1 --",
  '%00',
  '{{7*7}}',
  '😀'.repeat(40),
  'x'.repeat(12_000),
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53,
  0.1,
  [],
  {},
  [[]],
  { __proto__: 1 },
  { $ref: '#' },
  '2026-02-30T00:00:00Z',
  '9999999999',
);
const ids = fc.constantFrom(
  'civic_complaints',
  'builtin-ingestion-geo',
  'inc_00000000000000000000000000',
  'x',
  'raise_error',
  '%2e%2e',
  'a|b',
);

/** Values that the schema describes, mostly; `depth` keeps them small. */
export function valuesOf(given: Schema, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolve(given);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, depth)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'string') return fc.oneof(ids, fc.string({ minLength: schema.minLength ?? 0, maxLength: 40 }));
  if (type === 'integer')
    return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 1_000, 1e6) });
  if (type === 'number')
    return fc.double({ min: schema.minimum ?? -200, max: schema.maximum ?? 200, noNaN: true });
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array') {
    if (schema.prefixItems !== undefined)
      return fc.tuple(...schema.prefixItems.map((item) => valuesOf(item, depth + 1)));
    return depth > 4 ? fc.constant([]) : fc.array(valuesOf(schema.items ?? {}, depth + 1), { maxLength: 3 });
  }
  if (type === 'object' || schema.properties !== undefined) {
    const fields = Object.entries(schema.properties ?? {}).map(
      ([name, field]) => [name, valuesOf(field, depth + 1)] as const,
    );
    return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
  }
  return fc.oneof(fc.string({ maxLength: 10 }), fc.integer(), fc.constant({ type: 'string' }), nasty);
}

/** A body of which one field was replaced by nonsense. */
export const broken = (body: unknown): fc.Arbitrary<unknown> =>
  typeof body !== 'object' || body === null || Object.keys(body).length === 0
    ? nasty
    : fc
        .tuple(fc.constantFrom(...Object.keys(body)), nasty)
        .map(([key, value]) => ({ ...body, [key]: value }));
