import { distance } from 'fastest-levenshtein';
import { relatedRoots } from './concepts.ts';
import { spanOf, tokenize, type Token } from './tokens.ts';
import type { CategoryChoice, Span } from './types.ts';
import { likeness, type WordVectors } from './word-vectors.ts';
import { wordRoot } from './words.ts';

/** One term of a category: its roots, and what finding it is worth. */
interface Term {
  words: string[];
  worth: number;
}

export interface TermMatch {
  score: number;
  evidence: Span[];
}

const relatedWorth = 0.45;
const partWorth = 0.35;
const commonWords = new Set(
  'a an the of in on at by for with and or no not to from is are was new old other general issue problem report request need main bad'.split(
    ' ',
  ),
);
/** By what a category says, as every job brings its domain's categories anew; emptied when it is full. */
const termsByCategory = new Map<string, Term[]>();
const MOST_CATEGORIES = 2_000;

/** A category's own words: label, key and synonyms in full, then their single words, then words for the same idea. */
function termsOf(category: CategoryChoice): Term[] {
  const { key, label, synonyms } = category;
  const said = JSON.stringify([key, label, synonyms]);
  const known = termsByCategory.get(said);
  if (known) return known;
  const terms = new Map<string, Term>();
  const add = (words: string[], worth: number): void => {
    const id = words.join(' ');
    if (id !== '' && id !== 'other' && (terms.get(id)?.worth ?? 0) < worth) terms.set(id, { words, worth });
  };
  for (const phrase of [label, key.replaceAll('_', ' '), ...(synonyms ?? [])]) {
    const words = tokenize(phrase).map(({ lower }) => wordRoot(lower));
    add(words, words.length ** 0.7);
    const parts = words.filter((word) => word.length > 2 && !commonWords.has(word));
    for (const word of parts) {
      add([word], words.length === 1 ? 1 : partWorth);
      for (const related of relatedRoots(word))
        add([related], words.length === 1 ? relatedWorth : partWorth / 2);
    }
  }
  const list = [...terms.values()];
  if (termsByCategory.size >= MOST_CATEGORIES) termsByCategory.clear();
  termsByCategory.set(said, list);
  return list;
}

/** A text's words as roots with their first positions, made once for all categories. */
export interface RootIndex {
  text: string;
  tokens: Token[];
  roots: string[];
  first: Map<string, number>;
}

export function indexRoots(text: string): RootIndex {
  const tokens = tokenize(text.slice(0, 4_000));
  const roots = tokens.map(({ lower }) => wordRoot(lower));
  const first = new Map<string, number>();
  roots.forEach((root, at) => {
    if (!first.has(root)) first.set(root, at);
  });
  return { text, tokens, roots, first };
}

/**
 * How strongly a text speaks of a category: longer terms and earlier places count more. With vectors, misspelt words and
 * words that are alike count too.
 */
export function matchTerms(
  index: RootIndex,
  category: CategoryChoice,
  vectors: WordVectors | undefined,
): TermMatch {
  const match: TermMatch = { score: 0, evidence: [] };
  for (const { words, worth } of termsOf(category)) {
    const at = positionOf(index, words, vectors !== undefined && worth >= 1);
    const [first, last] = [index.tokens[at], index.tokens[at + words.length - 1]];
    if (!first || !last) {
      if (vectors && words.length === 1 && worth >= partWorth)
        match.score += likeScore(index, words[0] ?? '', worth, vectors);
      continue;
    }
    match.score += worth * (1 - Math.min(0.5, at / 80));
    if (worth >= 1) match.evidence.push(spanOf(index.text, first.start, last.end));
  }
  return match;
}

const leastLikeness = 0.72;

/** What the word of the text that is most like a term's word is worth. */
function likeScore({ first }: RootIndex, word: string, worth: number, vectors: WordVectors): number {
  let most = 0;
  for (const root of first.keys())
    if (root.length > 2 && !commonWords.has(root)) most = Math.max(most, likeness(vectors, word, root));
  return most >= leastLikeness ? worth * relatedWorth * most : 0;
}

function positionOf({ roots, first }: RootIndex, words: readonly string[], allowMisspelt: boolean): number {
  const [head = ''] = words;
  const start = first.get(head);
  if (start !== undefined) {
    for (let at = start; at + words.length <= roots.length; at++)
      if (words.every((word, offset) => roots[at + offset] === word)) return at;
    return -1;
  }
  if (!allowMisspelt || words.length > 1 || head.length < 6) return -1;
  return roots.findIndex(
    (root) => root[0] === head[0] && Math.abs(root.length - head.length) <= 1 && distance(root, head) <= 1,
  );
}
