import { flag } from '../gazetteer/format.ts';
import type { Gazetteer, GazetteerPlace } from '../gazetteer/gazetteer.ts';
import { insideBox } from './coordinates.ts';
import { kilometresBetween } from './distance.ts';
import type { Mention } from './mentions.ts';
import type { Token } from './tokens.ts';
import type { HomeArea, KnownPlace, PlaceContext } from './types.ts';

/** Which of the places of one name is meant, and how well the rest of the text and the home area agree. */
export interface Resolution {
  place: GazetteerPlace;
  score: number;
  /** Named together with the area it lies in: "Springfield, Illinois". */
  supported: boolean;
  /** Inside or next to where the domain is at home. */
  local: boolean;
}

/** Scores below this are taken for chance: a village of that name somewhere on Earth. */
const leastScore = 4.6;
const nearHomeKilometres = 100;

interface Home {
  country: string | undefined;
  bbox: readonly number[] | undefined;
  places: readonly KnownPlace[];
}

export function homeOf(context: PlaceContext): Home {
  return {
    country: countryCode(context.home, context.gazetteer),
    bbox: context.home.bbox,
    places: context.places,
  };
}

/** ISO code of the home country, which may be given by name. */
export function countryCode({ country }: HomeArea, gazetteer: Gazetteer): string | undefined {
  if (country === undefined || country === '') return undefined;
  if (/^[A-Za-z]{2}$/.test(country)) return country.toUpperCase() === 'UK' ? 'GB' : country.toUpperCase();
  return gazetteer.find(country).find(({ kind }) => kind === 'country')?.country;
}

/** For each mention without a place of the domain, the likeliest place of the gazetteer. */
export function resolveMentions(
  tokens: readonly Token[],
  mentions: readonly Mention[],
  context: PlaceContext,
): (Resolution | undefined)[] {
  const home = homeOf(context);
  const found = mentions.map((mention) => (mention.place ? [] : context.gazetteer.find(mention.span.text)));
  const areas = found.map((places, index) => areasOf(places, tokens, mentions[index]));
  return mentions.map((mention, index) => {
    const adjacent = adjacentAreas(tokens, mentions, index, areas, found);
    const elsewhere = areas.filter((_, other) => other !== index).flat();
    const ranked = (found[index] ?? [])
      .filter((place) => isWrittenAs(place, mention, tokens))
      .map((place) => resolution(place, home, adjacent, elsewhere))
      .sort((a, b) => b.score - a.score);
    const best = ranked[0];
    return best && best.score >= leastScore ? best : undefined;
  });
}

/** Two-letter names ("MA", "IN", "OK") count only in capitals. */
function isWrittenAs(place: GazetteerPlace, mention: Mention, tokens: readonly Token[]): boolean {
  if (mention.span.text.length > 3 || (place.flags & flag.ordinaryWord) === 0) return true;
  const isShortState = place.kind === 'state' || place.kind === 'country';
  if (!isShortState)
    return mention.span.text === mention.span.text.toUpperCase() && mention.span.text.length > 1;
  return mention.span.text === mention.span.text.toUpperCase() && tokens[mention.first]?.gap.trim() === ',';
}

function areasOf(
  places: readonly GazetteerPlace[],
  tokens: readonly Token[],
  mention: Mention | undefined,
): GazetteerPlace[] {
  if (!mention) return [];
  return places.filter(
    (place) => place.kind !== 'city' && place.kind !== 'district' && isWrittenAs(place, mention, tokens),
  );
}

/** What is named right after this mention ("X, Y", "X in Y") or right before it ("Y: X"). */
function adjacentAreas(
  tokens: readonly Token[],
  mentions: readonly Mention[],
  index: number,
  areas: readonly GazetteerPlace[][],
  found: readonly GazetteerPlace[][],
): GazetteerPlace[] {
  const mention = mentions[index];
  const next = mentions[index + 1];
  if (!mention || !next) return [];
  const between = tokens.slice(mention.last + 1, next.first).map(({ lower }) => lower);
  const gap = tokens[next.first]?.gap ?? '';
  const isList = between.length === 0 && /^\s*[,(/-]?\s*$/.test(gap) && !/\n/.test(gap);
  const isInside =
    between.length > 0 && between.length <= 3 && /^(?:in|of)$/.test(between[0] ?? '') && !/[.!?]/.test(gap);
  if (!isList && !isInside) return [];
  const bigCities = (found[index + 1] ?? []).filter(
    ({ kind, population }) => kind === 'city' && population > 50_000,
  );
  return [
    ...(areas[index + 1] ?? []),
    ...bigCities,
    ...(isList
      ? adjacentAreas(tokens, mentions, index + 1, areas, found).filter(({ kind }) => kind !== 'city')
      : []),
  ];
}

function resolution(
  place: GazetteerPlace,
  home: Home,
  adjacent: readonly GazetteerPlace[],
  elsewhere: readonly GazetteerPlace[],
): Resolution {
  const local = isLocal(place, home);
  const supported = adjacent.some((area) => liesIn(place, area));
  let score = Math.log10(place.population + 1);
  if (place.country === home.country) score += 2.5;
  else if (home.bbox && place.population < 1e6) score -= 1.5;
  if (local) score += 2.5;
  if (supported) score += 8;
  else if (adjacent.some(({ kind }) => kind === 'state' || kind === 'country')) score -= 4;
  else if (adjacent.some((city) => city.kind === 'city' && isOtherPlace(place, city))) score -= 4;
  else if (elsewhere.some((area) => liesIn(place, area))) score += 3;
  if (place.kind === 'county') score -= 1.5;
  if (place.kind === 'state') score -= 0.5;
  return { place, score, supported, local };
}

function isLocal(place: GazetteerPlace, { bbox, places }: Home): boolean {
  if (bbox) return insideBox(bbox, place.lon, place.lat);
  return places.some(
    ({ lon, lat }) => kilometresBetween([lon, lat], [place.lon, place.lat]) <= nearHomeKilometres,
  );
}

/** "Broadway in Oakland": a town of the first name that is nowhere near the second is not meant. */
const isOtherPlace = (place: GazetteerPlace, city: GazetteerPlace): boolean =>
  place.population < city.population && kilometresBetween([place.lon, place.lat], [city.lon, city.lat]) > 100;

/** Is the first place inside the second, as far as their codes or the distance to a city tell? */
function liesIn(place: GazetteerPlace, area: GazetteerPlace): boolean {
  if (place === area || (place.kind === area.kind && place.name === area.name)) return false;
  if (area.kind === 'country') return place.country === area.country && place.kind !== 'country';
  if (area.kind === 'state')
    return place.state === area.state && place.kind !== 'state' && place.kind !== 'country';
  if (place.kind === 'country' || place.kind === 'state' || place.state !== area.state) return false;
  return (
    kilometresBetween([place.lon, place.lat], [area.lon, area.lat]) <= (area.kind === 'county' ? 80 : 40)
  );
}
