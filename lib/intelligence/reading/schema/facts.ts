import { sentencesOf, tokenize, type Token } from '../tokens.ts';
import type { Reading, ReadingContext, Span } from '../types.ts';
import { wordRoot } from '../words.ts';
import { findQuantities, type Quantity } from './quantities.ts';

/** What a schema is filled from. */
export interface Facts {
  text: string;
  tokens: Token[];
  roots: string[];
  /** For each token: is it in the scope of a negation? */
  negated: boolean[];
  sentences: Span[];
  quantities: Quantity[];
  reading: Reading;
  context: ReadingContext;
}

/** A value for one property, with how sure the reader is and the words that say so. */
export interface Filled {
  value: unknown;
  confidence: number;
  evidence: Span[];
}

export const filled = (value: unknown, confidence: number, evidence: readonly Span[] = []): Filled => ({
  value,
  confidence,
  evidence: [...evidence],
});

const negation =
  /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|can't|won't|don't|doesn't|didn't|isn't|wasn't|aren't|haven't|hasn't|hardly|zero)$/;
const scope = 5;

export function gatherFacts(text: string, context: ReadingContext, reading: Reading): Facts {
  const tokens = tokenize(text);
  return {
    text,
    tokens,
    roots: tokens.map(({ lower }) => wordRoot(lower)),
    negated: negatedTokens(tokens),
    sentences: sentencesOf(text),
    quantities: findQuantities(text, tokens),
    reading,
    context,
  };
}

/** A negation reaches the next few words, up to the end of the clause; "not only" negates nothing. */
function negatedTokens(tokens: readonly Token[]): boolean[] {
  let left = 0;
  return tokens.map(({ lower, gap }, index) => {
    if (/[.!?;,:\n]/.test(gap) || lower === 'but') left = 0;
    const inside = left > 0;
    left = Math.max(0, left - 1);
    if (negation.test(lower) && tokens[index + 1]?.lower !== 'only') left = scope;
    return inside;
  });
}

/** Positions of a root, or of a sequence of roots. */
export function positionsOf({ roots }: Facts, words: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + words.length <= roots.length; at++)
    if (words.every((word, index) => roots[at + index] === word)) found.push(at);
  return found;
}

export function tokenSpan({ tokens, text }: Facts, first: number, last: number): Span {
  const [start, end] = [tokens[first]?.start ?? 0, tokens[last]?.end ?? 0];
  return { start, end, text: text.slice(start, end) };
}
