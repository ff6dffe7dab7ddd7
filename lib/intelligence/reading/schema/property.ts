import type { JsonSchema } from '../../../domain/json-schema.ts';
import { wordRoot } from '../words.ts';

/** One property of an output schema, with the words of its name and description. */
export interface Property {
  name: string;
  /** Words of the name, lower case: "water_level_cm" and "waterLevelCm" give water, level, cm. */
  nameWords: string[];
  /** Roots of the words that carry meaning, of the name first, then of title and description. */
  nameRoots: string[];
  describedRoots: string[];
  description: string;
  types: Set<string>;
  /** Allowed values, when listed. */
  choices: unknown[] | undefined;
  format: string;
  items: JsonSchema | undefined;
  properties: Record<string, JsonSchema> | undefined;
  schema: JsonSchema;
}

const empty = new Set(
  `a an the of in on at by for to from with and or is are was were be been has have had does do did this that these those if whether when where who
  which what how it its as any all each number count total amount quantity num no nr qty value field text string integer boolean object list array
  json format iso name given extract extracted identify return report reported reporter's user person's one true false null otherwise else not
  mentioned stated described there e.g eg i.e ie etc example estimated approximate approx unknown available must should may can`.split(
    /\s+/,
  ),
);

export function propertyOf(name: string, schema: JsonSchema): Property {
  const variants = [schema['anyOf'], schema['oneOf']].flatMap((list) =>
    Array.isArray(list) ? (list as JsonSchema[]) : [],
  );
  const main = variants.find((variant) => variant['type'] !== 'null') ?? schema;
  const merged: JsonSchema = variants.length > 0 ? { ...schema, ...main } : schema;
  const description = [merged['title'], merged['description']]
    .filter((part): part is string => typeof part === 'string')
    .join('. ');
  const nameWords = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return {
    name,
    nameWords,
    nameRoots: meaningful(nameWords),
    describedRoots: meaningful(description.toLowerCase().split(/[^\p{L}\p{N}']+/u)),
    description,
    types: typesOf(merged),
    choices: choicesOf(merged),
    format: typeof merged['format'] === 'string' ? merged['format'] : '',
    items: asSchema(merged['items']),
    properties: asSchema(merged['properties']) as Record<string, JsonSchema> | undefined,
    schema: merged,
  };
}

const meaningful = (words: readonly string[]): string[] => [
  ...new Set(words.filter((word) => word.length > 1 && !empty.has(word)).map(wordRoot)),
];

const asSchema = (value: unknown): JsonSchema | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : undefined;

function typesOf(schema: JsonSchema): Set<string> {
  const { type } = schema;
  if (type !== undefined)
    return new Set(
      [type].flat().filter((name): name is string => typeof name === 'string' && name !== 'null'),
    );
  if (schema['properties'] !== undefined) return new Set(['object']);
  if (schema['items'] !== undefined) return new Set(['array']);
  const choices = choicesOf(schema);
  return choices ? new Set(choices.map((choice) => typeof choice)) : new Set(['string']);
}

function choicesOf(schema: JsonSchema): unknown[] | undefined {
  if (schema['const'] !== undefined) return [schema['const']];
  return Array.isArray(schema['enum'])
    ? (schema['enum'] as unknown[]).filter((choice) => choice !== null)
    : undefined;
}

/** Is one of these words in the property's name? */
export const isNamed = ({ nameWords }: Property, pattern: RegExp): boolean =>
  nameWords.some((word) => pattern.test(word));
/** The whole name as words joined by spaces. */
export const fullName = ({ nameWords }: Property): string => nameWords.join(' ');
