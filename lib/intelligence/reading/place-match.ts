import type { GazetteerPlace } from '../gazetteer/gazetteer.ts';
import { streetPattern } from './place-words.ts';
import { spanOf } from './tokens.ts';
import type { KnownPlace, PlaceContext, PlaceMatch, Precision, Span } from './types.ts';

/** Evidence score (see mention-evidence.ts) as a confidence between 0.35 and 0.95. */
export const confidenceOf = (score: number): number =>
  Math.round(Math.min(0.95, 0.35 + 0.1 * Math.max(0, score + 0.5)) * 100) / 100;

/** A place of the domain's own. */
export function domainMatch(span: Span, { name, lon, lat }: KnownPlace, confidence: number): PlaceMatch {
  const precision: Precision = streetPattern.test(name) ? 'street' : 'neighbourhood';
  return {
    locationText: span.text,
    point: [lon, lat],
    address: name,
    precision,
    confidence: Math.max(confidence, 0.6),
    source: 'domain',
    span,
  };
}

const precisionOf = {
  city: 'city',
  district: 'neighbourhood',
  county: 'region',
  state: 'region',
  country: 'country',
} as const;

/** A place of the gazetteer as a match; a country has no point, for its middle is nowhere in particular. */
export function gazetteerMatch(
  text: string,
  span: Span,
  own: Span,
  place: GazetteerPlace,
  confidence: number,
  { gazetteer }: PlaceContext,
): PlaceMatch {
  const before = spanOf(text, span.start, own.start)
    .text.replace(/[\s,]+(?:in|at|near|of|the)?[\s,]*$/i, '')
    .trim();
  const state =
    place.kind === 'state' || place.kind === 'country' ? undefined : gazetteer.stateName(place.state);
  const country = place.kind === 'country' ? undefined : gazetteer.countryName(place.country);
  const parts = [before, place.name, state, country].filter((part) => part !== undefined && part !== '');
  return {
    locationText: span.text,
    ...(place.kind === 'country' ? {} : { point: [place.lon, place.lat] as [number, number] }),
    address: [...new Set(parts)].join(', '),
    precision: precisionOf[place.kind],
    confidence,
    source: 'gazetteer',
    span,
  };
}
