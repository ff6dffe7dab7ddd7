import { indexRoots, matchTerms } from './category-terms.ts';
import type { Classifiers } from './classifiers.ts';
import type { CategoryChoice, Read } from './types.ts';

const unsure = 0.2;
/** Share of the trained model's opinion where there is one; the rest is the categories' own words. */
const trainedShare = 0.8;

/**
 * The category of a text out of those given: the trained model's opinion where the keys are those of a built-in
 * domain, together with how much of the category's own words, and of words for the same ideas, the text uses.
 * Undefined when nothing speaks for any, unless there is a category "other".
 */
export function readCategory(
  text: string,
  categories: readonly CategoryChoice[],
  classifiers: Classifiers,
): Read<string> {
  const keys = categories.map(({ key }) => key);
  const trained = keys.length === 0 ? undefined : classifiers.category(text, keys);
  const index = indexRoots(text);
  const matches = categories.map((category) => ({
    key: category.key,
    ...matchTerms(index, category, trained === undefined ? classifiers.vectors : undefined),
  }));
  const total = matches.reduce((sum, { score }) => sum + score, 0);
  if (!trained && total === 0) return fallback(keys);
  const scored = matches.map(({ key, score, evidence }) => ({
    key,
    evidence,
    score: blend(trained, key, score / (total + 0.5)),
  }));
  const best = scored.reduce((top, next) => (next.score > top.score ? next : top));
  return {
    value: best.key,
    confidence: Math.round(Math.min(0.97, best.score) * 100) / 100,
    evidence: best.evidence,
  };
}

/** A key that the model does not know has only its words. */
function blend(trained: ReadonlyMap<string, number> | undefined, key: string, share: number): number {
  const chance = trained?.get(key);
  return chance === undefined ? share : trainedShare * chance + (1 - trainedShare) * share;
}

function fallback(keys: readonly string[]): Read<string> {
  return keys.includes('other')
    ? { value: 'other', confidence: unsure, evidence: [] }
    : { value: undefined, confidence: 0, evidence: [] };
}
