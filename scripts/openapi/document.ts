import type * as z from 'zod';
import { BASE_PATH } from '../../lib/http/route.ts';
import { version } from '../../lib/version.ts';
import type { Operation } from './operations.ts';
import { answerName, bodyName, schemaSet, toJson, type JsonObject, type SchemaSet } from './schemas.ts';

const errorEnvelope = {
  type: 'object',
  required: ['error', 'error_code', 'timestamp', 'request_id'],
  properties: {
    error: { type: 'string', description: 'A sentence for people.' },
    error_code: { type: 'string', description: 'Stable, for programs.' },
    timestamp: { type: 'string', format: 'date-time' },
    request_id: { type: 'string' },
    details: {
      type: 'object',
      description: 'Facts for programs, such as the problems of an input with their JSON paths.',
    },
  },
};

const errorTexts: Readonly<Record<number, string>> = {
  400: 'Invalid input: every problem with its JSON path.',
  401: 'No valid token.',
  403: 'Not permitted to this user.',
  404: 'Missing, or of another tenant: the two look the same.',
  409: 'A conflict: version, duplicate, in use, or an Idempotency-Key used with another body.',
  413: 'More than 256 KB.',
  415: 'Not JSON.',
  429: 'Too many requests, or a spent budget; Retry-After says when to come back.',
  503: 'Something it depends on is away for the moment; Retry-After says when to come back.',
};

function errorStatuses({ route: { spec } }: Operation): number[] {
  const isWrite = spec.method !== 'GET';
  const hasInput = spec.params !== undefined || spec.query !== undefined || isWrite;
  return [
    ...(hasInput ? [400] : []),
    ...(spec.public === true ? [] : [401, 403]),
    ...(hasInput ? [404] : []),
    ...(isWrite ? [409, 413, 415] : []),
    ...(spec.public === true ? [] : [429]),
    503,
  ];
}

function errorResponse(status: number): JsonObject {
  const retryAfter = { description: 'Seconds.', schema: { type: 'integer', minimum: 1 } };
  return {
    description: errorTexts[status],
    ...((status === 429 || status === 503) && { headers: { 'Retry-After': retryAfter } }),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  };
}

function parametersIn(place: 'path' | 'query', schema: z.ZodType | undefined): JsonObject[] {
  if (schema === undefined) return [];
  const { properties, required = [] } = toJson(schema, 'input') as {
    properties: JsonObject;
    required?: string[];
  };
  return Object.entries(properties).map(([name, definition]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: definition,
  }));
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body give the same answer; the same key with another body is refused.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

function redirect(schema: z.ZodType | undefined): JsonObject {
  if (schema === undefined) return {};
  const content = { 'application/json': { schema: toJson(schema, 'output') } };
  const headers = { Location: { schema: { type: 'string' } } };
  return { 303: { description: 'Too large for an answer: fetch it there.', headers, content } };
}

function success({ route: { spec } }: Operation, answers: SchemaSet): JsonObject {
  const status = spec.status ?? 200;
  if (spec.content !== undefined) {
    const content = Object.fromEntries(spec.content.map((type) => [type, { schema: { type: 'string' } }]));
    return { [status]: { description: 'Done.', content }, ...redirect(spec.redirect) };
  }
  const schema = spec.output === undefined ? {} : answers.of(spec.output);
  return { [status]: { description: 'Done.', content: { 'application/json': { schema } } } };
}

function describe(operation: Operation, bodies: SchemaSet, answers: SchemaSet): JsonObject {
  const { spec } = operation.route;
  const errors = errorStatuses(operation).map((status) => [status, errorResponse(status)]);
  const parameters = [
    ...parametersIn('path', spec.params),
    ...parametersIn('query', spec.query),
    ...(spec.idempotent === true ? [idempotencyKey] : []),
  ];
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: spec.summary,
    ...(spec.roles !== undefined && { description: `For the role ${spec.roles.join(', ')}.` }),
    ...(spec.public === true && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(spec.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: bodies.of(spec.body) } } },
    }),
    responses: { ...success(operation, answers), ...Object.fromEntries(errors) },
  };
}

/** References and what they lead to, so that no unused component stays behind. */
function reachableComponents(root: unknown, components: Readonly<Record<string, JsonObject>>) {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([A-Za-z0-9]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(components[name]);
    }
  };
  visit(root);
  const names = [...used].sort();
  return Object.fromEntries(names.map((name) => [name, components[name]]));
}

/** The OpenAPI 3.1 document of the given operations, the same for the same routes. */
export function openApiDocument(operations: readonly Operation[]): JsonObject {
  const withSchema = (name: (operation: Operation) => string, kind: 'body' | 'output') =>
    operations.flatMap((operation) => {
      const schema = operation.route.spec[kind];
      return schema === undefined ? [] : [{ name: name(operation), schema: schema }];
    });
  const bodies = schemaSet('input', withSchema(bodyName, 'body'));
  const answers = schemaSet('output', withSchema(answerName, 'output'));
  const paths: Record<string, JsonObject> = {};
  for (const operation of operations) {
    const { method, path } = operation.route.spec;
    const entry = (paths[BASE_PATH + path] ??= {});
    entry[method.toLowerCase()] = describe(operation, bodies, answers);
  }
  const components = { ...bodies.components, ...answers.components, Error: errorEnvelope };
  return {
    openapi: '3.1.0',
    info: {
      title: 'DomainFlow',
      version,
      description:
        'Turns free text into structured, located records, and answers questions and commands about them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: reachableComponents(paths, components),
    },
  };
}

/** Paths with their methods, as the fallback wants them. */
export function routeTable(operations: readonly Operation[]): { path: string; methods: string[] }[] {
  const byPath = new Map<string, string[]>();
  for (const { route } of operations) {
    const path = BASE_PATH + route.spec.path;
    byPath.set(path, [...(byPath.get(path) ?? []), route.spec.method]);
  }
  return [...byPath].map(([path, methods]) => ({ path, methods: methods.sort() }));
}
