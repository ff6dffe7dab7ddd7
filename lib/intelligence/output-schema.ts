import { Validator } from '@cfworker/json-schema';
import { jsonSchema } from 'ai';
import { AppError } from '../errors.ts';
import { toObjectSchema, type JsonSchema, type ObjectSchema } from '../domain/json-schema.ts';

const NULL = { type: 'null' } as const;

const allowsNull = (schema: JsonSchema): boolean => {
  const { type, enum: values } = schema;
  if (Array.isArray(values)) return values.includes(null);
  return type === undefined ? false : [type].flat().includes('null');
};

/** A property that may also be null: what a text does not tell has no other honest value. */
function orNull(schema: JsonSchema): JsonSchema {
  if (allowsNull(schema) || Object.keys(schema).length === 0) return schema;
  const { description, ...rest } = schema;
  return { ...(description !== undefined && { description }), anyOf: [rest, NULL] };
}

/** The schema as its author wrote it: undoes `orNull`. */
export function withoutNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [inner, second] = anyOf as JsonSchema[];
  return second?.['type'] === 'null' ? { ...inner, ...rest } : schema;
}

/**
 * The schema that models are asked to fill: every key of the agent's output schema is present, each may be null, and
 * no other key is allowed.
 */
export function modelSchema(outputSchema: JsonSchema): ObjectSchema {
  const { properties, ...rest } = toObjectSchema(outputSchema);
  const nullable = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, orNull(value)]));
  return {
    ...rest,
    type: 'object',
    properties: nullable,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** Fills absent keys with null and drops unknown ones, so that a sloppy but usable answer is not thrown away. */
function tidy(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given = value as Record<string, unknown>;
  return Object.fromEntries(keys.map((key) => [key, Object.hasOwn(given, key) ? given[key] : null]));
}

const invalidOutput = (output: unknown, problems: string[]): AppError =>
  new AppError('MODEL_OUTPUT_INVALID', 'The model answered in another form than asked for.', {
    retryable: true,
    data: { output, problems },
  });

/**
 * The schema in the form the AI SDK wants, checked on the way back. An answer that breaks it is MODEL_OUTPUT_INVALID with
 * `data: {output, problems}`, which a second try can be shown.
 */
export function outputContract(outputSchema: JsonSchema) {
  const schema = modelSchema(outputSchema);
  const keys = Object.keys(schema.properties);
  const validator = new Validator(schema, '2020-12', false);
  return jsonSchema<Record<string, unknown>>(schema, {
    validate: (answer) => {
      const value = tidy(answer, keys);
      const { valid, errors } = validator.validate(value);
      if (valid) return { success: true, value: value as Record<string, unknown> };
      const problems = errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
      return { success: false, error: invalidOutput(value, problems) };
    },
  });
}
