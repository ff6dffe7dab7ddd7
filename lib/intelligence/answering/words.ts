import { stem } from './stem.ts';

/** A word of a sentence. Offsets are UTF-16; `gap` is what stands between the word before and this one. */
export interface Word {
  readonly index: number;
  readonly text: string;
  readonly lower: string;
  readonly stem: string;
  readonly start: number;
  readonly end: number;
  readonly gap: string;
  readonly capital: boolean;
}

const PIECE =
  /inc_[0-9a-z]+|(?<![\p{L}\p{N}])(?:re|un)-(?=open|assign|alloc)\p{L}+|\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}\/\d{1,2}(?![\d/])|\d{1,2}:\d{2}|\d+\.\d+(?![.\d])|#\d+|[\p{L}\p{M}\p{N}_]+(?:['’]\p{L}+)?/gu;

const contractions: Readonly<Record<string, string>> = {
  "can't": 'can not',
  "won't": 'will not',
  "shan't": 'shall not',
  cannot: 'can not',
  dont: 'do not',
  isnt: 'is not',
  arent: 'are not',
  havent: 'have not',
  hasnt: 'has not',
  whats: 'what is',
  whos: 'who is',
  "let's": 'let us',
  lets: 'let us',
};
const asked = /^(what|who|where|when|why|how|which|that|there|here|it|he|she)'s$/;

/** "isn't" as "is not", "what's" as "what is"; a possessive 's is dropped. */
function expand(lower: string): string[] {
  const whole = contractions[lower];
  if (whole !== undefined) return whole.split(' ');
  if (lower.endsWith("n't")) return [lower.slice(0, -3), 'not'];
  const question = asked.exec(lower);
  if (question?.[1] !== undefined) return [question[1], 'is'];
  const [base = lower, tail] = lower.split("'");
  const auxiliaries: Record<string, string> = { ve: 'have', re: 'are', ll: 'will', d: 'would', m: 'am' };
  const auxiliary = tail === undefined ? undefined : auxiliaries[tail];
  if (auxiliary !== undefined) return [base, auxiliary];
  return tail === 's' || tail === '' ? [base] : [lower];
}

export function toWords(text: string): Word[] {
  const words: Word[] = [];
  let previousEnd = 0;
  for (const { 0: piece, index: start } of text.matchAll(PIECE)) {
    const end = start + piece.length;
    const parts = expand(
      piece
        .toLowerCase()
        .replace(/^(re|un)-/, '$1')
        .replaceAll('’', "'"),
    );
    for (const [position, lower] of parts.entries()) {
      const gap = position === 0 ? text.slice(previousEnd, start) : ' ';
      const shown = parts.length === 1 ? piece.replace(/['’]s?$/, '') : lower;
      const capital = /^\p{Lu}/u.test(piece);
      words.push({ index: words.length, text: shown, lower, stem: stem(lower), start, end, gap, capital });
    }
    previousEnd = end;
  }
  return words;
}

/** Whether a comma, a full stop or the like stands before the word. */
export const hasBreakBefore = ({ gap }: Word): boolean => /[,;:.!?()\n–—]/.test(gap);
