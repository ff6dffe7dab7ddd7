import { tokenize, spanOf, type Token } from './tokens.ts';
import type { Span } from './types.ts';

const most = 5;
const functionWords = new Set(
  `a an the this that these those my our your his her its their some any no not i we you he she it they me us him them who whom which what when
  where why how is am are was were be been being do does did done have has had having will would shall should can could may might must of in on
  at by for with from to into onto over under out up down off near and or but so if as than then there here because while since until about
  after before between through during against again very too also just only even still already ever never more most much many few every each
  all both other another such own same please kindly sir madam dear hi hello hey thanks thank today yesterday tomorrow now ago last next week
  month year day days weeks months years night morning evening afternoon monday tuesday wednesday thursday friday saturday sunday get gets
  got getting go goes going gone come came coming make made take took see seen say said says want need know let let's im i'm we're don't
  can't won't it's there's that's nobody nothing somebody someone anyone anything one two three lot lots bit thing things really going
  update reporting report inform note regards team guys us
  yes ok okay well like back way time times`.split(/\s+/),
);
const weakEnds = /(?:ly|ing|ed)$/;

interface Phrase extends Span {
  score: number;
}

/** Up to five stretches of content words: longer, repeated and earlier ones first; no two that overlap in words. */
export function findKeyPhrases(text: string): Span[] {
  const tokens = tokenize(text.slice(0, 4_000));
  const counts = new Map<string, number>();
  for (const { lower } of tokens) if (isContent(lower)) counts.set(lower, (counts.get(lower) ?? 0) + 1);
  const phrases = chunksOf(tokens).map((chunk) => scored(text, tokens.length, chunk, counts));
  const chosen: Phrase[] = [];
  for (const phrase of phrases.sort((a, b) => b.score - a.score)) {
    const words = new Set(phrase.text.toLowerCase().split(/\s+/));
    if (
      chosen.some((other) =>
        other.text
          .toLowerCase()
          .split(/\s+/)
          .some((word) => words.has(word)),
      )
    )
      continue;
    chosen.push(phrase);
    if (chosen.length === most) break;
  }
  return chosen.map(({ start, end, text: words }) => ({ start, end, text: words }));
}

const isContent = (lower: string): boolean =>
  lower.length > 2 && !functionWords.has(lower) && !/^\d+$/.test(lower);

function chunksOf(tokens: readonly Token[]): Token[][] {
  const chunks: Token[][] = [];
  let current: Token[] = [];
  const close = (): void => {
    while (current.length > 1 && weakEnds.test(current.at(-1)?.lower ?? '')) current.pop();
    if (current.length > 0) chunks.push(current.slice(0, 4));
    current = [];
  };
  for (const token of tokens) {
    if (!isContent(token.lower) || !/^[\s-]?$/.test(token.gap)) close();
    if (isContent(token.lower)) current.push(token);
  }
  close();
  return chunks;
}

function scored(
  text: string,
  length: number,
  chunk: readonly Token[],
  counts: ReadonlyMap<string, number>,
): Phrase {
  const [start, end] = [chunk[0]?.start ?? 0, chunk.at(-1)?.end ?? 0];
  const weight = chunk.reduce(
    (sum, { lower }) => sum + Math.min(1.5, lower.length / 6) + 0.3 * ((counts.get(lower) ?? 1) - 1),
    0,
  );
  const verbal = chunk.length === 1 && weakEnds.test(chunk[0]?.lower ?? '') ? 0.6 : 1;
  return {
    ...spanOf(text, start, end),
    score: (weight * verbal) / (1 + start / (20 * Math.max(20, length))),
  };
}
