import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { startApi, type Answer, type ApiStack } from '../../support/api.ts';

interface Schema {
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
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const document = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
) as Document;

/** Every response of every operation is checked against the schema that the document gives it. */
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, 'openapi');
const validators = new Map<string, ValidateFunction>();
function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
  validators.set(pointer, known);
  return known;
}
const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

const nasty = fc.constantFrom<unknown>(
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
function valuesOf(given: Schema, depth = 0): fc.Arbitrary<unknown> {
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
  return fc.oneof(fc.string({ maxLength: 10 }), fc.integer(), fc.constant({ type: 'string' }));
}

/** A body of which one field was replaced by nonsense. */
const broken = (body: unknown): fc.Arbitrary<unknown> =>
  typeof body !== 'object' || body === null || Object.keys(body).length === 0
    ? nasty
    : fc
        .tuple(fc.constantFrom(...Object.keys(body)), nasty)
        .map(([key, value]) => ({ ...body, [key]: value }));

interface Request {
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

function requestsOf(path: string, operation: Operation): fc.Arbitrary<Request> {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    fc
      .oneof({ weight: 4, arbitrary: valuesOf(parameter.schema) }, { weight: 1, arbitrary: nasty })
      .map((value) => ({ parameter, value: typeof value === 'string' ? value : JSON.stringify(value) })),
  );
  const schema = operation.requestBody?.content['application/json'].schema;
  const bodies =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 3, arbitrary: valuesOf(schema) },
          { weight: 2, arbitrary: valuesOf(schema).chain(broken) },
        );
  return fc
    .record({
      values: fc.tuple(...parameters),
      body: bodies,
      sends: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
    })
    .map(({ values, body, sends }) => {
      const query = new URLSearchParams();
      const headers: Record<string, string> = {};
      let target = path.replace('/api/v1', '');
      values.forEach(({ parameter, value }, index) => {
        const safe = value.toWellFormed().replaceAll('\u0000', '\u0001');
        if (parameter.in === 'path')
          target = target.replace(
            `{${parameter.name}}`,
            encodeURIComponent(safe).replace(/^\.+$/, 'x') || 'x',
          );
        else if (parameter.in === 'query') {
          if (parameter.required || sends[index % 20] === true) query.set(parameter.name, safe.slice(0, 400));
        } else if (/^[\x21-\x7e]+$/.test(safe)) headers[parameter.name] = safe.slice(0, 100);
      });
      return { path: target + (query.size > 0 ? `?${query.toString()}` : ''), body, headers };
    });
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
/** Operations that would change what the other requests are judged by, or that run for long. */
const left = new Set(['settingsUpdate', 'agentsTest']);

let api: ApiStack;
/** How often each operation answered with which class of status. */
const seen = new Map<string, number>();
beforeAll(async () => {
  api = await startApi();
}, 180_000);
afterAll(async () => {
  await api.stop();
}, 180_000);

function complaintAbout(
  answer: Answer,
  path: string,
  method: string,
  operation: Operation,
): string | undefined {
  const { status, headers, text } = answer;
  if (status === 404 || status === 405) return undefined;
  const response = operation.responses[String(status)];
  if (response === undefined) return `status ${status} is not in the document`;
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  const content = response.content?.[type];
  if (content === undefined) return `type ${type} of ${status} is not in the document`;
  if (type !== 'application/json') return undefined;
  const pointer = `/paths/${escaped(path)}/${method}/responses/${status}/content/${escaped(type)}/schema`;
  const validate = validatorOf(pointer);
  return validate(JSON.parse(text))
    ? undefined
    : `${status}: ${JSON.stringify(validate.errors?.slice(0, 3))}`;
}

describe('whatever is sent', () => {
  it.each(
    operations
      .filter(({ operation }) => !left.has(operation.operationId))
      .map((each) => [each.operation.operationId, each] as const),
  )(
    '%s answers within the document, and never with a 5xx',
    async (_id, { path, method, operation }) => {
      await fc.assert(
        fc.asyncProperty(requestsOf(path, operation), async ({ path: target, body, headers }) => {
          const answer = await api.as('nora')(method.toUpperCase(), target, body, headers);
          const kind = `${Math.floor(answer.status / 100)}xx`;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          const complaint = complaintAbout(answer, path, method, operation);
          const about = `${method} ${target} ${((JSON.stringify(body) as string | undefined) ?? '').slice(0, 300)} -> ${answer.text.slice(0, 300)}`;
          expect(answer.status < 500 || about).toBe(true);
          expect(complaint && `${complaint}: ${about}`).toBeUndefined();
        }),
        { numRuns: Number(process.env['FUZZ_RUNS'] ?? 12), seed: 7 },
      );
    },
    60_000,
  );

  it('met both acceptance and refusal often enough to mean something', () => {
    const requests = [...seen.values()].reduce((sum, count) => sum + count, 0);
    expect(seen.get('2xx') ?? 0).toBeGreaterThan(requests / 10);
    expect(seen.get('4xx') ?? 0).toBeGreaterThan(requests / 10);
  });
});
