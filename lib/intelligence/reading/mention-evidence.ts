import { flag, type PlaceKind } from '../gazetteer/format.ts';
import type { GazetteerPlace } from '../gazetteer/gazetteer.ts';
import type { Mention } from './mentions.ts';
import {
  bodyWords,
  elsewhereBefore,
  herePrepositions,
  hereBefore,
  nameModifiers,
  offsetBefore,
  personTitles,
  placePrepositions,
  siteWords,
  streetWords,
} from './place-words.ts';
import type { Token } from './tokens.ts';

/** What the words around a mention say about it. */
export interface Surroundings {
  /** Written like a name, or case tells nothing. */
  named: boolean;
  caseTellsNothing: boolean;
  preposition: string | undefined;
  here: boolean;
  elsewhere: boolean;
  /** "5 km from X": not quite there, but the best point. */
  offset: boolean;
  /** Part of a longer name: a street, a site, a person or a body. */
  within: 'street' | 'site' | 'person' | 'body' | 'name' | undefined;
  afterComma: boolean;
  /** "Union St Lismore": right after a street's name. */
  afterStreet: boolean;
  /** "I am from X but ...": taken back by what follows. */
  retracted: boolean;
  hashtag: boolean;
}

export function surroundingsOf(
  text: string,
  tokens: readonly Token[],
  mention: Mention,
  caseTellsNothing: boolean,
): Surroundings {
  const start = skipModifiers(tokens, mention.first);
  const before = tokens[start - 1];
  const head = text.slice(Math.max(0, mention.span.start - 90), tokens[start]?.start ?? mention.span.start);
  const offset = offsetBefore.test(head);
  const preposition = precedingPreposition(tokens, start);
  return {
    named: caseTellsNothing || tokens.slice(mention.first, mention.last + 1).some(({ capital }) => capital),
    caseTellsNothing,
    preposition,
    here: hereBefore.test(head) || (preposition !== undefined && herePrepositions.has(preposition)),
    elsewhere: elsewhereBefore.test(head) && !offset,
    offset,
    within: enclosingName(tokens, mention, before, caseTellsNothing),
    afterComma: tokens[mention.first]?.gap.trim() === ',',
    afterStreet: before !== undefined && streetWords.has(before.lower) && before.lower !== 'main',
    retracted: /^[,\s]*but\b/i.test(text.slice(mention.span.end, mention.span.end + 8)),
    hashtag: text[mention.span.start - 1] === '#',
  };
}

function skipModifiers(tokens: readonly Token[], first: number): number {
  let at = first;
  while (
    at > 0 &&
    first - at < 3 &&
    nameModifiers.has(tokens[at - 1]?.lower ?? '') &&
    /^[ \-]*$/.test(tokens[at]?.gap ?? '')
  )
    at--;
  return at;
}

function precedingPreposition(tokens: readonly Token[], start: number): string | undefined {
  const before = tokens[start - 1];
  if (!before) return undefined;
  if (/[@]\s*$/.test(tokens[start]?.gap ?? '')) return '@';
  return placePrepositions.has(before.lower) && /^\s*["'“(]?$/.test(tokens[start]?.gap ?? '')
    ? before.lower
    : undefined;
}

function enclosingName(
  tokens: readonly Token[],
  mention: Mention,
  before: Token | undefined,
  anyCase: boolean,
): Surroundings['within'] {
  const after = tokens[mention.last + 1];
  const adjacent = after && /^[ \t]$/.test(after.gap) ? after : undefined;
  if (before && personTitles.has(before.lower) && /^\.?\s$/.test(tokens[mention.first]?.gap ?? ''))
    return 'person';
  if (adjacent) {
    const word = adjacent.lower.replace(/s$/, '');
    const cased = anyCase || adjacent.capital;
    if (streetWords.has(adjacent.lower) && cased) return 'street';
    if (cased && siteWords.has(word)) return 'site';
    if (cased && bodyWords.has(adjacent.lower)) return 'body';
    if (adjacent.capital && !anyCase && mention.first === mention.last) return 'name';
  }
  const joined = before && /^[ \t]$/.test(tokens[mention.first]?.gap ?? '');
  const isNamePart =
    joined &&
    before.capital &&
    !anyCase &&
    !before.sentenceStart &&
    !placePrepositions.has(before.lower) &&
    !nameModifiers.has(before.lower) &&
    !streetWords.has(before.lower);
  return isNamePart ? 'name' : undefined;
}

const withinCost = { street: 6, site: 2, person: 6, body: 1, name: 2.5 } as const;

/** How much the text speaks for this mention being where it happened; about -6 to 6. */
export function mentionScore(
  mention: Mention,
  around: Surroundings & { foreign: boolean },
  best: GazetteerPlace | undefined,
  supported: boolean,
): number {
  const flags = best?.flags ?? 0;
  const known = mention.place !== undefined;
  let score = known ? 4 : 0;
  if (around.here) score += 2;
  else if (around.preposition !== undefined) score += 1;
  if (around.hashtag) score += 1;
  if (around.afterComma && supported) score += 1;
  if (around.elsewhere) score -= 5;
  if (around.retracted) score -= 3;
  if (around.afterStreet) score += 1.5;
  if (around.within !== undefined && !(known && around.within !== 'person'))
    score -= around.within === 'name' && (best?.population ?? 0) > 200_000 ? 0.8 : withinCost[around.within];
  if (!known) score += wordCost(flags, best?.population ?? 0, around, supported, mention);
  return score * (mention.likeness < 1 && score > 0 ? 0.8 : 1);
}

function wordCost(
  flags: number,
  population: number,
  around: Surroundings & { foreign: boolean },
  supported: boolean,
  mention: Mention,
): number {
  const single = mention.first === mention.last;
  let cost = 0;
  const led = around.preposition !== undefined || around.afterComma || around.afterStreet || around.hashtag;
  if (!around.named) cost -= population > 100_000 ? 1 : 3;
  if (around.caseTellsNothing && !led && !supported && population < 200_000) cost -= 3;
  if (around.foreign && !led && !supported && population < 500_000) cost -= 3;
  if ((flags & flag.ordinaryWord) !== 0 && !supported)
    cost -= around.caseTellsNothing ? 5 : around.preposition !== undefined ? 2 : 5;
  if ((flags & flag.personName) !== 0 && single && !supported)
    cost -= around.preposition !== undefined ? 1.5 : 4;
  return cost;
}

/** The kinds whose middle is near enough to any spot inside to stand for it on a map. */
export const isPointLike = (kind: PlaceKind): boolean => kind === 'city' || kind === 'district';
