import * as z from 'zod';

/** A JSON Schema document (2020-12), kept as data; its validity is checked where it enters. */
export const jsonSchema = z.record(z.string(), z.unknown());
export type JsonSchema = z.infer<typeof jsonSchema>;

export interface ObjectSchema extends JsonSchema {
  type: 'object';
  properties: Record<string, JsonSchema>;
}

const looksLikeObjectSchema = (schema: JsonSchema): boolean =>
  schema['type'] === 'object' || (typeof schema['properties'] === 'object' && schema['properties'] !== null);

/** Output schemas may be given as a JSON Schema object or as a map of property name to schema; both become the former. */
export function toObjectSchema(schema: JsonSchema): ObjectSchema {
  if (looksLikeObjectSchema(schema)) {
    const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
    return { ...schema, type: 'object', properties };
  }
  return { type: 'object', properties: schema as Record<string, JsonSchema> };
}

export const outputKeys = (schema: JsonSchema): string[] => Object.keys(toObjectSchema(schema).properties);
