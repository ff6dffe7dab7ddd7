import { readCategory } from './category.ts';
import { findEntities } from './entities.ts';
import { findKeyPhrases } from './key-phrases.ts';
import { locate } from './locate.ts';
import { readSentiment } from './sentiment.ts';
import { readTime } from './read-time.ts';
import { countryCode } from './resolve-name.ts';
import { tokenize } from './tokens.ts';
import type { Entity, EntityType, PlaceMatch, Reading, ReadingContext, Span, TimeMatch } from './types.ts';
import { readUrgency } from './urgency.ts';

/**
 * Everything that can be read from one report, each field with a confidence and the words that say so. Pure: the
 * same text and context give the same reading. Takes about a millisecond for a report of ordinary length.
 */
export function readReport(text: string, context: ReadingContext): Reading {
  const { gazetteer, classifiers } = context.resources;
  const { now, home, places, categories } = context;
  const place = locate(text, { home, places, gazetteer });
  const time = readTime(text, {
    now,
    timezone: home.timezone ?? 'UTC',
    country: countryCode(home, gazetteer),
  });
  const category = readCategory(text, categories, classifiers);
  const sentiment = readSentiment(text, classifiers);
  return {
    place: { value: place, confidence: place?.confidence ?? 0, evidence: place ? [place.span] : [] },
    time: { value: time, confidence: time?.confidence ?? 0, evidence: time ? [time.span] : [] },
    urgency: readUrgency(text, classifiers, { category: category.value, sentiment }),
    category,
    sentiment,
    entities: withPlaceAndTime(findEntities(text, tokenize(text)), place, time),
    keyPhrases: findKeyPhrases(text),
  };
}

function withPlaceAndTime(
  entities: readonly Entity[],
  place: PlaceMatch | undefined,
  time: TimeMatch | undefined,
): Entity[] {
  const added: Entity[] = [];
  const add = (type: EntityType, span: Span, confidence: number): void => {
    added.push({ ...span, type, confidence });
  };
  if (place) add('LOCATION', place.span, place.confidence);
  if (time) add('DATE', time.span, time.confidence);
  const free = entities.filter(
    (entity) => !added.some((other) => other.start < entity.end && entity.start < other.end),
  );
  return [...free, ...added].sort((a, b) => a.start - b.start);
}
