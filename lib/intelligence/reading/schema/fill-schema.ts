import { toObjectSchema, type JsonSchema } from '../../../domain/json-schema.ts';
import { readReport } from '../read-report.ts';
import type { Reading, ReadingContext, Span } from '../types.ts';
import { isAllowed } from './constraints.ts';
import { filled, gatherFacts, type Facts, type Filled } from './facts.ts';
import { fillBoolean, fillChoice, fillChoices } from './fill-choice.ts';
import { fillNumber } from './fill-number.ts';
import { fillString } from './fill-string.ts';
import { fillEntities, knownKeys, wantedTypes } from './known-keys.ts';
import { propertyOf, type Property } from './property.ts';

/** A schema's properties with their values; what the text does not tell is null. */
export interface FilledSchema {
  output: Record<string, unknown>;
  /** 0..1 by key; null values have at most 0.2. */
  confidence: Record<string, number>;
  evidence: Record<string, Span[]>;
  /** One sentence a key, for the execution log. */
  reasoning: string;
}

const notTold = 0.1;
const deepest = 3;

/**
 * Fills any output schema (a JSON Schema object, or a map of property name to schema) from a text, by the names,
 * descriptions, types, formats and listed values of its properties. Nothing is invented: values come from the words
 * of the text, and a property that the text does not answer, or whose limits the answer breaks, is null.
 */
export function fillSchema(
  schema: JsonSchema,
  text: string,
  context: ReadingContext,
  reading: Reading = readReport(text, context),
): FilledSchema {
  const facts = gatherFacts(text, context, reading);
  const { properties } = toObjectSchema(schema);
  const names = Object.keys(properties);
  const answers = new Map(
    names.map((name) => [name, answer(propertyOf(name, properties[name] ?? {}), facts, names, 0)]),
  );
  for (const name of names.filter(isConfidence))
    answers.set(name, overall(propertyOf(name, properties[name] ?? {}), answers));
  return {
    output: Object.fromEntries([...answers].map(([name, given]) => [name, given?.value ?? null])),
    confidence: Object.fromEntries(
      [...answers].map(([name, given]) => [name, round(given?.confidence ?? notTold)]),
    ),
    evidence: Object.fromEntries([...answers].map(([name, given]) => [name, given?.evidence ?? []])),
    reasoning: [...answers].map(([name, given]) => explain(name, given)).join(' '),
  };
}

const isConfidence = (name: string): boolean =>
  /^(?:confidence|certainty|confidence_?score|overall_confidence)$/i.test(name);
const round = (value: number): number => Math.round(value * 100) / 100;

function answer(
  property: Property,
  facts: Facts,
  siblings: readonly string[],
  depth: number,
): Filled | undefined {
  const found = fromKnownKey(property, facts, siblings) ?? byType(property, facts, depth);
  return found && isAllowed(found.value, property) ? found : undefined;
}

function fromKnownKey(property: Property, facts: Facts, siblings: readonly string[]): Filled | undefined {
  if (isConfidence(property.name)) return undefined;
  if (property.name === 'entities') return fillEntities(property, facts);
  const known = Object.hasOwn(knownKeys, property.name) ? knownKeys[property.name] : undefined;
  const found = known?.(facts);
  if (found && isAllowed(found.value, property)) return found;
  return property.name === 'location' && siblings.length > 0 && property.types.has('object')
    ? pointOf(property, facts)
    : undefined;
}

function byType(property: Property, facts: Facts, depth: number): Filled | undefined {
  const { types, choices } = property;
  if (choices) return fillChoice(property, choices, facts);
  if (types.has('object')) return fillObject(property, facts, depth);
  if (types.has('array')) return fillArray(property, facts, depth);
  if (types.has('boolean')) return fillBoolean(property, facts);
  if (types.has('number') || types.has('integer'))
    return coordinate(property, facts) ?? fillNumber(property, facts);
  return types.has('string') ? fillString(property, facts) : undefined;
}

function coordinate({ name }: Property, { reading: { place } }: Facts): Filled | undefined {
  const point = place.value?.point;
  if (!point) return undefined;
  if (/^(?:lat|latitude)$/i.test(name)) return filled(point[1], place.confidence, place.evidence);
  return /^(?:lon|lng|long|longitude)$/i.test(name)
    ? filled(point[0], place.confidence, place.evidence)
    : undefined;
}

/** A GeoJSON point, or an object filled property by property; without any property answered it is null. */
function fillObject(property: Property, facts: Facts, depth: number): Filled | undefined {
  const point = pointOf(property, facts);
  if (point) return point;
  const children = Object.entries(property.properties ?? {});
  if (depth >= deepest || children.length === 0) return undefined;
  const names = children.map(([name]) => name);
  const answers = children.map(
    ([name, schema]) => [name, answer(within(property, name, schema), facts, names, depth + 1)] as const,
  );
  const given = answers.flatMap(([, child]) => (child ? [child] : []));
  if (given.length === 0) return undefined;
  const value = Object.fromEntries(
    answers.flatMap(([name, child]) =>
      child ? [[name, child.value]] : isNullable(property, name) ? [[name, null]] : [],
    ),
  );
  const confidence = given.reduce((sum, child) => sum + child.confidence, 0) / answers.length;
  return filled(
    value,
    confidence,
    given.flatMap(({ evidence }) => evidence),
  );
}

/** A child whose own name says little ("count" in "animals") also carries the parent's words. */
function within(parent: Property, name: string, schema: JsonSchema): Property {
  const child = propertyOf(name, schema);
  return child.nameRoots.length > 0
    ? child
    : { ...child, nameRoots: parent.nameRoots, nameWords: [...parent.nameWords, ...child.nameWords] };
}

const isNullable = ({ properties }: Property, name: string): boolean => {
  const type = properties?.[name]?.['type'];
  return Array.isArray(type) && type.includes('null');
};

function pointOf({ properties, nameWords }: Property, { reading: { place } }: Facts): Filled | undefined {
  const point = place.value?.point;
  const names = Object.keys(properties ?? {});
  const isPoint =
    names.includes('coordinates') ||
    (names.length === 0 &&
      nameWords.some((word) => /^(?:geo|point|geojson|location|coordinates|position)$/.test(word)));
  return isPoint && point
    ? filled({ type: 'Point', coordinates: point }, place.confidence, place.evidence)
    : undefined;
}

function fillArray(property: Property, facts: Facts, depth: number): Filled | undefined {
  const item = propertyOf(property.name, property.items ?? {});
  if (item.choices) return fillChoices(item.choices, facts);
  const { place } = facts.reading;
  if (item.types.has('number') && /coord|point|position|lon_?lat/i.test(property.name))
    return place.value?.point && filled(place.value.point, place.confidence, place.evidence);
  if (item.types.has('object') && wantedTypes(property.nameWords) === undefined) {
    const one = fillObject(
      { ...item, nameRoots: property.nameRoots, nameWords: property.nameWords },
      facts,
      depth + 1,
    );
    return one && filled([one.value], one.confidence * 0.8, one.evidence);
  }
  if (item.types.has('number') || item.types.has('integer')) {
    const number = fillNumber({ ...property, types: item.types }, facts);
    return number && filled([number.value], number.confidence, number.evidence);
  }
  return fillTexts(property, facts);
}

/** A list of texts: entities of the kind that the name asks for, key phrases, or all that a string would have been. */
function fillTexts(property: Property, facts: Facts): Filled | undefined {
  if (wantedTypes(property.nameWords) !== undefined) {
    const found = fillEntities(property, facts);
    return (found.value as unknown[]).length > 0 ? found : undefined;
  }
  if (property.nameWords.some((word) => /^(?:phrases?|keywords?|tags?|topics?|highlights?)$/.test(word)))
    return knownKeys['key_phrases']?.(facts);
  const one = fillString(property, facts);
  if (!one || typeof one.value !== 'string') return undefined;
  const parts = one.value.split(/\s*(?:,|;|\band\b|&)\s*/).filter((part) => part !== '');
  return filled(parts, one.confidence * 0.9, one.evidence);
}

/** The mean confidence of the other keys, as 0..1, or as a percentage when the schema's maximum is 100. */
function overall(
  { schema, types }: Property,
  answers: ReadonlyMap<string, Filled | undefined>,
): Filled | undefined {
  if (!types.has('number') && !types.has('integer')) return undefined;
  const others = [...answers]
    .filter(([name]) => !isConfidence(name))
    .map(([, given]) => given?.confidence ?? notTold);
  const mean = others.length === 0 ? 0 : others.reduce((sum, value) => sum + value, 0) / others.length;
  const value = schema['maximum'] === 100 || types.has('integer') ? Math.round(mean * 100) : round(mean);
  return filled(value, 1);
}

function explain(name: string, given: Filled | undefined): string {
  if (!given) return `${name}: the text does not tell.`;
  const words = given.evidence
    .slice(0, 3)
    .map(({ text }) => `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`);
  const shown = JSON.stringify(given.value);
  return `${name}: ${shown.length > 80 ? `${shown.slice(0, 79)}…` : shown}${words.length > 0 ? ` from ${words.join(', ')}` : ''} (${round(given.confidence)}).`;
}
