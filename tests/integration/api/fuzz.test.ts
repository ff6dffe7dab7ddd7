import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { startApi, type Answer, type ApiStack, type Caller } from '../../support/api.ts';
import { makeRecords, type Ids } from '../../support/tenant-records.ts';
import { broken, nasty, valuesOf, type Schema } from '../../support/fuzz-values.ts';

/** Requests an operation. `npm run test:volume` makes more than 2,000 in all. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 12);

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

interface Request {
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

/** Ids of records that exist, for all but the operations that would take them away from the others. */
const realOr = (
  { name, in: place, schema }: Parameter,
  { operationId }: Operation,
): fc.Arbitrary<unknown> => {
  const real = records[name];
  const spared = place !== 'path' || operationId.endsWith('Remove');
  return real === undefined || spared
    ? valuesOf(schema)
    : fc.oneof({ weight: 4, arbitrary: fc.constant(real) }, { weight: 1, arbitrary: valuesOf(schema) });
};

function requestsOf(path: string, operation: Operation): fc.Arbitrary<Request> {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    fc
      .oneof({ weight: 4, arbitrary: realOr(parameter, operation) }, { weight: 1, arbitrary: nasty })
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
let api: ApiStack;
let settled = 0;
let records: Ids = {};
/** How often each operation answered with which class of status. */
const seen = new Map<string, number>();
beforeAll(async () => {
  api = await startApi();
  const nora = api.as('nora');
  records = await makeRecords(nora, nora, `fuzzed-${Date.now().toString(36)}`);
}, 180_000);
afterAll(async () => {
  await api.stop();
}, 180_000);

/** What a tenant settles would bind its other requests; each change of settings has a tenant of its own. */
const callerFor = ({ operationId }: Operation): Caller =>
  operationId === 'settingsUpdate' ? api.of(`settles-${settled++}`, 'admin') : api.as('nora');

function complaintAbout(
  answer: Answer,
  path: string,
  method: string,
  operation: Operation,
): string | undefined {
  const { status, headers, text } = answer;
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
  it.each(operations.map((each) => [each.operation.operationId, each] as const))(
    '%s answers within the document, and never with a 5xx',
    async (_id, { path, method, operation }) => {
      await fc.assert(
        fc.asyncProperty(requestsOf(path, operation), async ({ path: target, body, headers }) => {
          const answer = await callerFor(operation)(method.toUpperCase(), target, body, headers);
          const kind = `${Math.floor(answer.status / 100)}xx`;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          const complaint = complaintAbout(answer, path, method, operation);
          const about = `${method} ${target} ${((JSON.stringify(body) as string | undefined) ?? '').slice(0, 300)} -> ${answer.text.slice(0, 300)}`;
          expect(answer.status < 500 || about).toBe(true);
          expect(complaint && `${complaint}: ${about}`).toBeUndefined();
        }),
        { numRuns: RUNS, seed: 7 },
      );
    },
    60_000,
  );

  it('met both acceptance and refusal often enough to mean something', () => {
    const requests = [...seen.values()].reduce((sum, count) => sum + count, 0);
    expect(requests).toBeGreaterThanOrEqual(operations.length * RUNS);
    expect(seen.get('2xx') ?? 0).toBeGreaterThan(requests / 10);
    expect(seen.get('4xx') ?? 0).toBeGreaterThan(requests / 10);
  });
});
