import * as z from 'zod';
import { toObjectSchema, type JsonSchema } from './json-schema.ts';

/** Type names of JSON Schema 2020-12 (validation vocabulary, 6.1.1). */
const typeName = z.enum(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
const count = z.int().nonnegative();

const isPattern = (source: string): boolean => {
  try {
    return Boolean(new RegExp(source, 'u'));
  } catch {
    return false;
  }
};
const pattern = z.string().max(500).refine(isPattern, { message: 'not a regular expression' });

const subschema: z.ZodType = z.lazy(() => z.union([z.boolean(), schemaDocument]));
const subschemas = z.lazy(() => z.array(subschema).min(1));
const namedSubschemas = z.lazy(() => z.record(z.string(), subschema));

/**
 * What a JSON Schema document (2020-12) must satisfy to be one: the meta-schema's core, applicator and validation
 * vocabularies. Unknown keywords are annotations and pass. References must stay inside the document. Built at its first
 * use: few requests bring a schema.
 */
const schemaDocument = z.lazy(() =>
  z.looseObject({
    type: z.union([typeName, z.array(typeName).min(1)]).optional(),
    enum: z.array(z.unknown()).min(1).optional(),
    properties: namedSubschemas.optional(),
    patternProperties: namedSubschemas.optional(),
    $defs: namedSubschemas.optional(),
    definitions: namedSubschemas.optional(),
    dependentSchemas: namedSubschemas.optional(),
    additionalProperties: subschema.optional(),
    propertyNames: subschema.optional(),
    items: subschema.optional(),
    prefixItems: subschemas.optional(),
    contains: subschema.optional(),
    not: subschema.optional(),
    if: subschema.optional(),
    then: subschema.optional(),
    else: subschema.optional(),
    allOf: subschemas.optional(),
    anyOf: subschemas.optional(),
    oneOf: subschemas.optional(),
    required: z.array(z.string()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    exclusiveMaximum: z.number().optional(),
    multipleOf: z.number().positive().optional(),
    minLength: count.optional(),
    maxLength: count.optional(),
    minItems: count.optional(),
    maxItems: count.optional(),
    minProperties: count.optional(),
    maxProperties: count.optional(),
    uniqueItems: z.boolean().optional(),
    pattern: pattern.optional(),
    format: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    $ref: z.string().startsWith('#', 'a reference must stay inside the document').optional(),
  }),
);

export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Unions report every branch; the branch of objects is the one that says what is wrong. */
function flatten(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): SchemaProblem[] {
  const path = [...at, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }];
  const branch = issue.errors.find((errors) => errors.some((error) => error.path.length > 0));
  return branch === undefined
    ? [{ path, message: 'is not valid JSON Schema' }]
    : branch.flatMap((inner) => flatten(inner, path));
}

/** What keeps the document from being a JSON Schema; empty when it is one. Paths are relative to the document. */
export function schemaProblems(document: unknown): SchemaProblem[] {
  const parsed = schemaDocument.safeParse(document);
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => flatten(issue, []));
}

interface Reference {
  readonly target: string;
  readonly path: readonly PropertyKey[];
}

/** Values under these keywords are data, whatever they look like. */
const literals = ['const', 'enum', 'default', 'examples'];

function referencesIn(node: unknown, path: readonly PropertyKey[]): Reference[] {
  if (typeof node !== 'object' || node === null) return [];
  const nested = Object.entries(node)
    .filter(([key]) => !literals.includes(key))
    .flatMap(([key, value]) => referencesIn(value, [...path, key]));
  const target = (node as JsonSchema)['$ref'];
  return typeof target === 'string' ? [{ target, path: [...path, '$ref'] }, ...nested] : nested;
}

const decoded = (step: string): string => {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
};
/** RFC 6901, in a URI fragment. */
const stepsOf = (pointer: string): string[] =>
  pointer
    .slice(2)
    .split('/')
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));

function pointsSomewhere(document: JsonSchema, target: string): boolean {
  if (target === '#') return true;
  if (!target.startsWith('#/')) return false;
  const found = stepsOf(target).reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, step)
        ? (node as JsonSchema)[step]
        : undefined,
    document,
  );
  return found !== undefined;
}

const danglingReferences = (document: JsonSchema): SchemaProblem[] =>
  referencesIn(document, [])
    .filter(({ target }) => !pointsSomewhere(document, target))
    .map(({ target, path }) => ({ path, message: `${target} leads nowhere in this document` }));

/** As schemaProblems; also references that no value could be checked against. */
export function checkableSchemaProblems(document: JsonSchema): SchemaProblem[] {
  const problems = schemaProblems(document);
  return problems.length > 0 ? problems : danglingReferences(document);
}

/**
 * As schemaProblems, for an output schema in either of its two forms; also what the product cannot check an answer
 * against.
 */
export function outputSchemaProblems(schema: JsonSchema): SchemaProblem[] {
  const asObject = toObjectSchema(schema);
  const isMap = asObject.properties === schema;
  return checkableSchemaProblems(asObject).map(({ path, message }) => ({
    path: isMap ? path.slice(1) : path,
    message,
  }));
}
