import { toPoint } from '../../../domain/geo.ts';
import type { EntityType, Read } from '../types.ts';
import { filled, type Facts, type Filled } from './facts.ts';
import type { Property } from './property.ts';

const fromRead = <T>({ value, confidence, evidence }: Read<T>): Filled | undefined =>
  value === undefined ? undefined : filled(value, confidence, evidence);

/** Property names of the built-in agents, and what of a reading each one means. */
export const knownKeys: Record<string, (facts: Facts) => Filled | undefined> = {
  location_text: ({ reading: { place } }) =>
    place.value && filled(place.value.locationText, Math.max(0.5, place.confidence), place.evidence),
  geo_location: ({ reading: { place } }) =>
    place.value?.point && filled(toPoint(...place.value.point), place.confidence, place.evidence),
  address: ({ reading: { place } }) =>
    place.value?.address === undefined
      ? undefined
      : filled(place.value.address, place.confidence, place.evidence),
  precision: ({ reading: { place } }) =>
    filled(place.value?.precision ?? 'none', place.value ? place.confidence : 0.5, place.evidence),
  timestamp: ({ reading: { time } }) => time.value && filled(time.value.at, time.confidence, time.evidence),
  time_reference: ({ reading: { time } }) =>
    time.value && filled(time.value.reference, time.confidence, time.evidence),
  urgency: ({ reading }) => fromRead(reading.urgency),
  sentiment: ({ reading }) => fromRead(reading.sentiment),
  complaint_type: ({ reading }) => fromRead(reading.category),
  key_phrases: ({ reading: { keyPhrases } }) =>
    filled(
      keyPhrases.map(({ text }) => text),
      keyPhrases.length > 0 ? 0.7 : 0.4,
      keyPhrases,
    ),
};

/** All entities in the form that the schema's items ask for: objects with type and text, or texts alone. */
export function fillEntities({ items, nameWords }: Property, { reading }: Facts): Filled {
  const wanted = wantedTypes(nameWords);
  const found = reading.entities.filter(({ type }) => wanted === undefined || wanted.includes(type));
  const asObjects = items?.['properties'] !== undefined || items?.['type'] === 'object';
  const names = Object.keys(items?.['properties'] ?? {});
  const value = found.map(({ type, text, confidence }) =>
    asObjects ? shaped({ type, text, confidence }, names) : text,
  );
  return filled(
    value,
    found.length > 0 ? 0.7 : 0.4,
    found.map(({ start, end, text }) => ({ start, end, text })),
  );
}

function shaped(
  { type, text, confidence }: { type: EntityType; text: string; confidence: number },
  names: readonly string[],
): Record<string, unknown> {
  if (names.length === 0) return { type, text };
  const of: Record<string, unknown> = {
    type,
    label: type,
    kind: type,
    category: type,
    text,
    name: text,
    value: text,
    entity: text,
    confidence,
    score: confidence,
  };
  return Object.fromEntries(names.map((name) => [name, of[name] ?? null]));
}

const typeWords: [RegExp, EntityType[]][] = [
  [/^(?:people|persons?|names?|victims?|contacts?)$/, ['PERSON']],
  [/^(?:places?|locations?|landmarks?|areas?|streets?)$/, ['LOCATION']],
  [/^(?:organi[sz]ations?|agencies|departments?|companies|institutions?)$/, ['ORGANIZATION']],
  [/^(?:phones?|numbers|mobiles?)$/, ['PHONE']],
  [/^emails?$/, ['EMAIL']],
  [/^(?:urls?|links?)$/, ['URL']],
  [/^(?:dates?|times?)$/, ['DATE']],
  [/^(?:hashtags?|tags)$/, ['HASHTAG']],
  [/^(?:quantities|measurements?|amounts?)$/, ['QUANTITY', 'MONEY']],
  [/^(?:ids|identifiers?|references|plates?)$/, ['IDENTIFIER']],
];

/** The entity types that a property's name asks for; undefined for all of them. */
export function wantedTypes(nameWords: readonly string[]): EntityType[] | undefined {
  return typeWords.find(([pattern]) => nameWords.some((word) => pattern.test(word)))?.[1];
}
