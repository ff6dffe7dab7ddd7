import { findCoordinates } from './coordinates.ts';
import { findLocationPhrase, widenMention } from './location-phrase.ts';
import { mentionScore, surroundingsOf, type Surroundings } from './mention-evidence.ts';
import { findMentions, type Mention } from './mentions.ts';
import { confidenceOf, domainMatch, gazetteerMatch } from './place-match.ts';
import { countryCode, resolveMentions, type Resolution } from './resolve-name.ts';
import { resolveMisspelt } from './resolve-misspelt.ts';
import { isCaseUninformative, tokenize, type Token } from './tokens.ts';
import type { PlaceContext, PlaceMatch } from './types.ts';

/** A mention with everything that is known about it. */
export interface LocatedMention {
  mention: Mention;
  around: Surroundings;
  resolution: Resolution | undefined;
  /** How likely it is the place of the event; see `leastEvidence`. */
  score: number;
}

/** Mentions scored below this are names by chance, or places where it did not happen. */
const leastEvidence = -0.5;

/**
 * Where the event of a text happened: coordinates in the text, else a place of the domain, else a place of the
 * gazetteer, else the words that say where (without a point), else undefined.
 */
export function locate(text: string, context: PlaceContext): PlaceMatch | undefined {
  const coordinates = findCoordinates(text, context.home);
  if (coordinates) {
    const { lon, lat, span } = coordinates;
    return {
      locationText: span.text,
      point: [lon, lat],
      address: span.text,
      precision: 'exact',
      confidence: 0.97,
      source: 'coordinates',
      span,
    };
  }
  const tokens = tokenize(text);
  const located = locateMentions(text, tokens, context).filter(({ score }) => score >= leastEvidence);
  const best = located.reduce<LocatedMention | undefined>(
    (top, next) => (top === undefined || next.score > top.score ? next : top),
    undefined,
  );
  if (best) return matchOf(text, best, context);
  return resolveMisspelt(text, tokens, context) ?? unresolved(text);
}

/** Every mention of a known place with its evidence, in the order of the text. */
export function locateMentions(
  text: string,
  tokens: readonly Token[],
  context: PlaceContext,
): LocatedMention[] {
  const mentions = findMentions(text, tokens, context.places, context.gazetteer);
  const anyCase = isCaseUninformative(tokens);
  const resolutions = resolveMentions(tokens, mentions, context);
  const home = countryCode(context.home, context.gazetteer);
  return mentions.flatMap((mention, index) => {
    const resolution = resolutions[index];
    if (!mention.place && !resolution) return [];
    const around = surroundingsOf(text, tokens, mention, anyCase);
    const supported = resolution?.supported === true;
    const foreign = resolution !== undefined && home !== undefined && resolution.place.country !== home;
    const evidence = mentionScore(mention, { ...around, foreign }, resolution?.place, supported);
    const score =
      evidence + (resolution ? specificity(resolution) : 1.5) - 0.05 * index - (around.named ? 0 : 0.5);
    return [{ mention, around, resolution, score }];
  });
}

const kindWeight = { city: 1, district: 1.4, county: 0.2, state: -0.6, country: -1.2 } as const;

const specificity = ({ place, supported, local, score }: Resolution): number =>
  kindWeight[place.kind] + (supported ? 1.5 : 0) + (local ? 0.7 : 0) + Math.min(1, (score - 6) / 4);

function matchOf(
  text: string,
  { mention, resolution, score }: LocatedMention,
  context: PlaceContext,
): PlaceMatch {
  const span = widenMention(text, mention.span);
  const confidence = confidenceOf(score) * mention.likeness;
  if (mention.place) return domainMatch(span, mention.place, confidence);
  if (!resolution)
    return { locationText: span.text, precision: 'none', confidence: 0.2, source: 'text', span };
  return gazetteerMatch(text, span, mention.span, resolution.place, confidence, context);
}

function unresolved(text: string): PlaceMatch | undefined {
  const span = findLocationPhrase(text);
  return span && { locationText: span.text, precision: 'none', confidence: 0.2, source: 'text', span };
}
