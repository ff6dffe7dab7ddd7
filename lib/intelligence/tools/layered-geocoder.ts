import { toAppError } from '../../errors.ts';
import type { Geocoder, PlaceSearch } from '../../ports/agents.ts';
import type { Log } from '../../ports/world.ts';
import type { PlaceMatch } from '../reading/types.ts';

type Context = Parameters<Geocoder['geocode']>[1];

export interface LayeredGeocoderDeps {
  /** What this process finds in a text by itself: coordinates, the domain's places, the packed gazetteer, or only the words. */
  read: (text: string, context: Context) => Promise<PlaceMatch | undefined>;
  /** The same as matches of a geocoder. */
  local: Geocoder;
  search: PlaceSearch;
  log: Log;
}

const MAX_ADDRESS_WORDS = 12;
const joining = new Set(
  'a an and at behind beside by corner cross cum de del due in junction near next of off on opposite opp the to und y'.split(
    ' ',
  ),
);
const isAddressWord = (word: string): boolean =>
  /^[\p{Lu}\d#]/u.test(word) || joining.has(word.toLowerCase().replace(/[^\p{L}]/gu, ''));

/** Names and numbers only, as in "12 Main Street, Springfield"; a sentence has other words too. */
function isAddress(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return words.length <= MAX_ADDRESS_WORDS && words.every(isAddressWord);
}

/** What to ask a service for: an address as it is, of a sentence the words that say where. */
const queryOf = (text: string, found: PlaceMatch | undefined): string | undefined =>
  isAddress(text) ? text.trim() : found?.locationText;

/**
 * Coordinates in the text and the domain's own places stand above any service. Everything else is asked of the service;
 * when that fails, the packed gazetteer answers in its place and the failure is logged, for a report placed in its town is
 * worth more than one placed nowhere. Cancellation is passed on.
 */
export const makeLayeredGeocoder = ({ read, local, search, log }: LayeredGeocoderDeps): Geocoder => ({
  geocode: async (text, context, signal) => {
    const found = await read(text, context);
    if (found?.source === 'coordinates' || found?.source === 'domain')
      return local.geocode(text, context, signal);
    const query = queryOf(text, found);
    if (query === undefined) return [];
    try {
      return await search.search(query, context.home, signal);
    } catch (error) {
      const { code, message } = toAppError(error);
      if (code === 'CANCELLED') throw error;
      log.warn('geocoding service failed, the packed gazetteer answers', { code, message });
      return local.geocode(text, context, signal);
    }
  },
});
