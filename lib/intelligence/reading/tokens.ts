import type { Span } from './types.ts';

/** A word of the text with its place in it. */
export interface Token extends Span {
  lower: string;
  /** Starts with an upper-case letter. */
  capital: boolean;
  /** First word of a sentence, where a capital says nothing. */
  sentenceStart: boolean;
  /** What stands between the previous word and this one. */
  gap: string;
}

const word = /[\p{L}\p{N}]+(?:['’&.-][\p{L}\p{N}]+)*/gu;
const camelPart = /\p{Lu}{2,}(?=\p{Lu}\p{Ll}|\b|\d|_)|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+/gu;

/** Words with offsets; a hashtag in camel case gives its words, "#ChennaiFloods" gives "Chennai" and "Floods". */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(word)) {
    for (const piece of pieces(text, match.index, match[0])) {
      const gap = text.slice(end, piece.start);
      tokens.push({
        ...piece,
        gap,
        sentenceStart: tokens.length === 0 || /[.!?\n:;•*"“]\s*$|^\s*[-–]\s/.test(gap),
      });
      end = piece.end;
    }
  }
  return tokens;
}

function pieces(text: string, start: number, found: string): Omit<Token, 'gap' | 'sentenceStart'>[] {
  if (text[start - 1] !== '#' || !/\p{Ll}\p{Lu}/u.test(found)) return [tokenOf(found, start)];
  return [...found.matchAll(camelPart)].map((part) => tokenOf(part[0], start + part.index));
}

const tokenOf = (text: string, start: number): Omit<Token, 'gap' | 'sentenceStart'> => ({
  text,
  start,
  end: start + text.length,
  lower: text.toLowerCase().replaceAll('’', "'"),
  capital: /^\p{Lu}/u.test(text),
});

/** True when capitals tell nothing: a text in capitals only, in lower case only, or With Every Word Capitalised. */
export function isCaseUninformative(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ text }) => /^\p{L}{2,}/u.test(text));
  const count = (holds: (token: Token) => boolean): number => words.filter(holds).length;
  const shouted = count(({ text }) => text === text.toUpperCase());
  const inner = count(
    ({ capital, sentenceStart, text }) => capital && !sentenceStart && text !== text.toUpperCase(),
  );
  if (words.length > 3 && shouted > 0.7 * words.length) return true;
  if (words.length > 6 && count(({ capital }) => capital) > 0.8 * words.length) return true;
  const starts = count(({ sentenceStart }) => sentenceStart);
  const capitalStarts = count(({ sentenceStart, capital }) => sentenceStart && capital);
  return inner === 0 && (starts < 2 || capitalStarts < 0.6 * starts);
}

export const spanOf = (text: string, start: number, end: number): Span => ({
  start,
  end,
  text: text.slice(start, end),
});

/** Sentences with offsets; abbreviations and decimals do not end one. */
export function sentencesOf(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(/(?:[.!?]+["')\]]*(?=\s)|\n+)/gu)) {
    const end = match.index + match[0].length;
    if (
      /\b(?:mr|mrs|ms|dr|st|no|approx|opp|nr|rd|ave|blvd|hwy|jn|govt|dept|e\.g|i\.e|[a-z])\.$/i.test(
        text.slice(start, end),
      )
    )
      continue;
    pushTrimmed(spans, text, start, end);
    start = end;
  }
  pushTrimmed(spans, text, start, text.length);
  return spans;
}

function pushTrimmed(spans: Span[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end);
  const from = start + (raw.length - raw.trimStart().length);
  const to = start + raw.trimEnd().length;
  if (to > from) spans.push(spanOf(text, from, to));
}
