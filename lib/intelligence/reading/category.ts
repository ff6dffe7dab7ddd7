import { distance } from 'fastest-levenshtein';
import type { Classifiers } from './classifiers.ts';
import { spanOf, tokenize, type Token } from './tokens.ts';
import type { CategoryChoice, Read, Span } from './types.ts';
import { wordRoot } from './words.ts';

const unsure = 0.2;

interface TermMatch {
  score: number;
  evidence: Span[];
}

/**
 * The category of a text out of those given: the trained model's opinion where the keys are those of a built-in
 * domain, together with how many of the category's own words occur. Undefined when nothing speaks for any, unless
 * there is a category "other".
 */
export function readCategory(
  text: string,
  categories: readonly CategoryChoice[],
  classifiers: Classifiers,
): Read<string> {
  if (categories.length === 0) return { value: undefined, confidence: 0, evidence: [] };
  const keys = categories.map(({ key }) => key);
  const trained = classifiers.category(text, keys);
  const tokens = tokenize(text);
  const roots = tokens.map(({ lower }) => wordRoot(lower));
  const matches = new Map(
    categories.map((category) => [category.key, matchTerms(text, tokens, roots, category)]),
  );
  const total = [...matches.values()].reduce((sum, { score }) => sum + score, 0);
  if (!trained && total === 0) return fallback(keys);
  const scored = keys
    .map((key) => ({ key, score: blend(trained?.get(key), matches.get(key)?.score ?? 0, total) }))
    .sort((a, b) => b.score - a.score);
  const best = scored[0];
  if (!best) return fallback(keys);
  return {
    value: best.key,
    confidence: Math.round(Math.min(0.97, best.score) * 100) / 100,
    evidence: matches.get(best.key)?.evidence ?? [],
  };
}

const blend = (trained: number | undefined, score: number, total: number): number => {
  const share = score / (total + 1);
  return trained === undefined ? share : 0.85 * trained + 0.15 * share;
};

function fallback(keys: readonly string[]): Read<string> {
  return keys.includes('other')
    ? { value: 'other', confidence: unsure, evidence: [] }
    : { value: undefined, confidence: 0, evidence: [] };
}

/** Where the words of a category occur: longer terms and earlier places count more. */
function matchTerms(
  text: string,
  tokens: readonly Token[],
  roots: readonly string[],
  { key, label, synonyms }: CategoryChoice,
): TermMatch {
  const terms = new Set(
    [label, key.replaceAll('_', ' '), ...(synonyms ?? [])].map((term) =>
      tokenize(term)
        .map(({ lower }) => wordRoot(lower))
        .join(' '),
    ),
  );
  const match: TermMatch = { score: 0, evidence: [] };
  for (const term of terms) {
    const words = term.split(' ');
    const at = findWords(roots, words);
    const [first, last] = [tokens[at], tokens[at + words.length - 1]];
    if (at < 0 || !first || !last || term === 'other') continue;
    match.score += words.length ** 0.7 * (1 - Math.min(0.5, at / 80));
    match.evidence.push(spanOf(text, first.start, last.end));
  }
  return match;
}

function findWords(roots: readonly string[], words: readonly string[]): number {
  for (let at = 0; at + words.length <= roots.length; at++) {
    if (words.every((word, index) => isSame(roots[at + index] ?? '', word))) return at;
  }
  return -1;
}

const isSame = (root: string, word: string): boolean =>
  root === word ||
  (word.length >= 6 &&
    Math.abs(root.length - word.length) <= 1 &&
    root[0] === word[0] &&
    distance(root, word) <= 1);
