import { distance } from 'fastest-levenshtein';
import type { Gazetteer } from '../gazetteer/gazetteer.ts';
import { placeKey } from '../gazetteer/normalise.ts';
import { placePrepositions } from './place-words.ts';
import { isCaseUninformative, spanOf, type Token } from './tokens.ts';
import type { KnownPlace, Span } from './types.ts';

/** A stretch of words that is the name of at least one known place. */
export interface Mention {
  span: Span;
  /** Index of the first and of the last token. */
  first: number;
  last: number;
  /** The domain's own place, when it is one. */
  place?: KnownPlace;
  /** 1 for the exact name, less for a misspelt one. */
  likeness: number;
}

const longestName = 5;

/** The names of the domain's places and of the gazetteer that occur in the text, longest first, without overlaps. */
export function findMentions(
  text: string,
  tokens: readonly Token[],
  places: readonly KnownPlace[],
  gazetteer: Gazetteer,
): Mention[] {
  const index = indexPlaces(places);
  const keys = tokens.map((token) => placeKey(token.text));
  const anyCase = isCaseUninformative(tokens);
  const mentions: Mention[] = [];
  const taken = new Uint8Array(tokens.length);
  const claim = (
    length: number,
    look: (key: string, first: number) => { place?: KnownPlace; likeness: number } | undefined,
  ): void => {
    for (let first = 0; first + length <= tokens.length; first++) {
      const last = first + length - 1;
      if (!isFree(taken, first, last) || !areJoined(tokens, first, last)) continue;
      const found = look(placeKey(keys.slice(first, last + 1).join(' ')), first);
      if (!found) continue;
      mentions.push({
        ...found,
        first,
        last,
        span: spanOf(text, tokens[first]?.start ?? 0, tokens[last]?.end ?? 0),
      });
      taken.fill(1, first, last + 1);
    }
  };
  for (let length = index.longest; length >= 1; length--) claim(length, index.exact);
  for (let length = index.longest; length >= 1; length--) {
    claim(length, (key, first) =>
      mayStart(tokens, first, anyCase) && !gazetteer.hasKey(key) ? misspelt(index, key, length) : undefined,
    );
  }
  for (let length = longestName; length >= 1; length--) {
    claim(length, (key, first) =>
      mayStart(tokens, first, anyCase) && gazetteer.hasKey(key) ? { likeness: 1 } : undefined,
    );
  }
  return mentions.sort((a, b) => a.first - b.first);
}

function isFree(taken: Uint8Array, first: number, last: number): boolean {
  for (let at = first; at <= last; at++) if (taken[at] === 1) return false;
  return true;
}

/** Lower-case words are looked up only where the text leads to a place. */
function mayStart(tokens: readonly Token[], first: number, anyCase: boolean): boolean {
  const token = tokens[first];
  if (token === undefined || anyCase || token.capital) return true;
  const before = tokens[first - 1];
  if (before === undefined) return false;
  const follows = before.capital && !before.sentenceStart && token.gap === ' ' && token.text.length > 3;
  return (
    placePrepositions.has(before.lower) || before.lower === 'the' || token.gap.startsWith(',') || follows
  );
}

const innerGap = /^(?:[ \t]|\.\s?|-|\s?&\s?|)$/;

function areJoined(tokens: readonly Token[], first: number, last: number): boolean {
  for (let at = first + 1; at <= last; at++) if (!innerGap.test(tokens[at]?.gap ?? '')) return false;
  return true;
}

interface PlaceIndex {
  size: number;
  longest: number;
  exact: (key: string) => { place: KnownPlace; likeness: number } | undefined;
  names: { key: string; words: number; place: KnownPlace }[];
}

function indexPlaces(places: readonly KnownPlace[]): PlaceIndex {
  const byKey = new Map<string, KnownPlace>();
  for (const place of places) {
    for (const name of [place.name, ...(place.aliases ?? [])]) {
      const key = placeKey(name).replace(/^the /, '');
      if (key !== '' && !byKey.has(key)) byKey.set(key, place);
    }
  }
  const names = [...byKey].map(([key, place]) => ({ key, words: key.split(' ').length, place }));
  return {
    size: names.length,
    longest: Math.min(
      8,
      names.reduce((most, { words }) => Math.max(most, words), 0),
    ),
    exact: (key) => {
      const place = byKey.get(key);
      return place && { place, likeness: 1 };
    },
    names,
  };
}

/** Edits allowed in a name of this many letters: one from 5, two from 9. */
export const allowedEdits = (length: number): number => (length >= 9 ? 2 : length >= 5 ? 1 : 0);

function misspelt(
  index: PlaceIndex,
  key: string,
  length: number,
): { place: KnownPlace; likeness: number } | undefined {
  if (key.length < 5) return undefined;
  const edits = allowedEdits(key.length);
  for (const { key: name, words, place } of index.names) {
    if (Math.abs(words - length) > 1 || Math.abs(name.length - key.length) > edits || name[0] !== key[0])
      continue;
    if (/\d/.test(name) && name.replace(/\D/g, '') !== key.replace(/\D/g, '')) continue;
    if (distance(name, key) <= edits) return { place, likeness: 0.8 };
  }
  return undefined;
}
