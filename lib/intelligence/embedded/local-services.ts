import type { Geocoder, GeocodeMatch } from '../../ports/agents.ts';
import { toPoint } from '../../domain/geo.ts';
import type { Category, Home } from '../../domain/domain.ts';
import type { Categoriser, PlaceLookup } from '../answering/sentence.ts';
import {
  detectEntities,
  detectKeyPhrases,
  detectPii,
  detectSentiment,
  redact,
} from '../reading/comprehend.ts';
import { readCategory } from '../reading/category.ts';
import { locate } from '../reading/locate.ts';
import type { PlaceMatch, ReadingResources } from '../reading/types.ts';
import type { LanguageService } from '../tools/comprehend.ts';

type Resources = () => Promise<ReadingResources>;

function toMatch({ locationText, address, point, precision, confidence }: PlaceMatch): GeocodeMatch[] {
  if (!point || precision === 'none') return [];
  return [
    { name: locationText, address: address ?? locationText, point: toPoint(...point), precision, confidence },
  ];
}

/** The place of a text with how it was found; see `locate`. */
export const makePlaceReader =
  (resources: Resources) =>
  async (
    text: string,
    { places, home }: Parameters<Geocoder['geocode']>[1],
  ): Promise<PlaceMatch | undefined> => {
    const { gazetteer } = await resources();
    return locate(text, { places, home, gazetteer });
  };

/** Finds places with the domain's own list and the packed gazetteer. */
export const makeLocalGeocoder = (resources: Resources): Geocoder => {
  const read = makePlaceReader(resources);
  return {
    geocode: async (text, context) => {
      const found = await read(text, context);
      return found ? toMatch(found) : [];
    },
  };
};

/** Entities, sentiment, key phrases and personal data, read in this process. */
export const makeLocalLanguageService = (resources: Resources): LanguageService => ({
  comprehend: async (text, parts) => {
    const { classifiers } = await resources();
    const sentiment = () => {
      const { value, confidence } = detectSentiment(text, classifiers);
      return { value: value ?? null, confidence };
    };
    return {
      ...(parts.includes('entities') && {
        entities: detectEntities(text).map(({ type, text: words, confidence }) => ({
          type,
          text: words,
          confidence,
        })),
      }),
      ...(parts.includes('sentiment') && { sentiment: sentiment() }),
      ...(parts.includes('key_phrases') && {
        key_phrases: detectKeyPhrases(text).map(({ text: words }) => words),
      }),
      ...(parts.includes('pii') && {
        pii: detectPii(text).map(({ type, text: words }) => ({ type, text: words })),
      }),
    };
  },
});

/** Replaces personal data by its kind, "[EMAIL]". */
export const redactText = (text: string): string => redact(text, detectPii(text));

/** Reads a category from words, as from a report. */
export const makeCategoriser =
  (resources: Resources) =>
  async (categories: readonly Category[]): Promise<Categoriser> => {
    const { classifiers } = await resources();
    return (text) => {
      const { value, confidence } = readCategory(text, categories, classifiers);
      return value === undefined ? undefined : { key: value, confidence };
    };
  };

/** Whether a name alone is a place outside the domain's list, and where. */
export const makePlaceLookup =
  (resources: Resources) =>
  async (home: Home): Promise<PlaceLookup> => {
    const { gazetteer } = await resources();
    return (name) => {
      const found = locate(`Report from ${name}.`, { places: [], home, gazetteer });
      const isWhole = found?.span.text.toLowerCase() === name.toLowerCase();
      return found?.point && isWhole ? { lon: found.point[0], lat: found.point[1] } : undefined;
    };
  };
