import { spanOf, type Token } from '../tokens.ts';
import type { Span } from '../types.ts';
import { wordRoot } from '../words.ts';
import { unitNamed, type Dimension } from './units.ts';

/** A number of the text with its unit and the words around it. */
export interface Quantity {
  value: number;
  dimension: Dimension;
  /** How many base units one unit is; base units: m, kg, l, m², °C, s, km/h, %. */
  factor: number;
  unit: string;
  /** Roots after the number (nearest first) and before it. */
  after: string[];
  before: string[];
  span: Span;
}

const smallNumbers: Record<string, number> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  dozen: 12,
  half: 0.5,
};
const multipliers: Record<string, number> = {
  hundred: 100,
  thousand: 1_000,
  k: 1_000,
  lakh: 100_000,
  lakhs: 100_000,
  million: 1e6,
  crore: 1e7,
  dozen: 12,
};
const skipped = new Set([
  'of',
  'more',
  'than',
  'about',
  'our',
  'my',
  'the',
  'his',
  'her',
  'their',
  'whole',
  'full',
  'small',
  'big',
  'new',
  'other',
  'and',
  'a',
  'an',
  'such',
  'these',
  'those',
  'good',
]);

/** Every number of the text, in digits or words, with unit and neighbouring words; ordinals, dates and phone numbers are left out. */
export function findQuantities(text: string, tokens: readonly Token[]): Quantity[] {
  const found: Quantity[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const number = readNumber(text, tokens, at);
    if (!number) continue;
    found.push(quantityOf(text, tokens, at, number));
    at = number.last;
  }
  return found;
}

interface ReadNumber {
  value: number;
  last: number;
  /** A unit written onto the digits: "40cm". */
  glued: string;
}

function readNumber(text: string, tokens: readonly Token[], at: number): ReadNumber | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const digits = /^(\d+(?:[.,]\d+)*)([a-z%°²]*)$/i.exec(token.text);
  if (digits) return fromDigits(text, tokens, at, digits[1] ?? '', digits[2]?.toLowerCase() ?? '');
  let value: number | undefined;
  let last = at;
  for (
    let next = at;
    next < tokens.length && (next === at || /^[\s-]$/.test(tokens[next]?.gap ?? ''));
    next++
  ) {
    const word = tokens[next]?.lower ?? '';
    const parts = word.split('-').map((part) => smallNumbers[part]);
    const small = parts.every((part) => part !== undefined)
      ? parts.reduce((sum, part) => sum + part, 0)
      : undefined;
    const multiplier = multipliers[word];
    if (multiplier !== undefined && value !== undefined) value *= multiplier;
    else if (small !== undefined) value = (value ?? 0) + small;
    else if (!(word === 'and' && value !== undefined && value >= 100)) break;
    last = next;
  }
  const isPronoun =
    value === 1 &&
    /^(?:of|side|way|day|more|time|another|by|who|can|should|has|is|was)$/.test(
      tokens[last + 1]?.lower ?? 'of',
    );
  return value === undefined || isPronoun
    ? undefined
    : { value, last: tokens[last]?.lower === 'and' ? last - 1 : last, glued: '' };
}

function fromDigits(
  text: string,
  tokens: readonly Token[],
  at: number,
  digits: string,
  suffix: string,
): ReadNumber | undefined {
  const token = tokens[at];
  if (!token || /^(?:st|nd|rd|th|am|pm)$/.test(suffix)) return undefined;
  if (/[:/+#]$/.test(text.slice(0, token.start)) || /^[:/]\d/.test(text.slice(token.end))) return undefined;
  const grouped = /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?![\d,]*\d)/.exec(text.slice(token.start));
  const value = Number((grouped?.[0] ?? digits).replaceAll(',', grouped ? '' : '.'));
  if (!Number.isFinite(value) || digits.replace(/\D/g, '').length > 9) return undefined;
  const last = grouped ? lastWithin(tokens, at, token.start + grouped[0].length) : at;
  const multiplied = multipliers[suffix];
  if (multiplied !== undefined) return { value: value * multiplied, last, glued: '' };
  const word = suffix === '' ? multipliers[tokens[last + 1]?.lower ?? ''] : undefined;
  return word === undefined
    ? { value, last, glued: suffix }
    : { value: value * word, last: last + 1, glued: '' };
}

function lastWithin(tokens: readonly Token[], from: number, end: number): number {
  let last = from;
  while ((tokens[last + 1]?.start ?? Infinity) < end) last++;
  return last;
}

function quantityOf(
  text: string,
  tokens: readonly Token[],
  at: number,
  { value, last, glued }: ReadNumber,
): Quantity {
  const [first, end] = [tokens[at], tokens[last]];
  const start = first?.start ?? 0;
  const stop = end?.end ?? start;
  const sign = /(?:^|[\s(])[-−]$/.test(text.slice(0, start)) || tokens[at - 1]?.lower === 'minus' ? -1 : 1;
  const following =
    glued === ''
      ? (/^\s?(%|°\s?[cf]?)/i.exec(text.slice(stop))?.[1]?.replace(/\s/g, '').toLowerCase() ??
        tokens[last + 1]?.lower ??
        '')
      : glued;
  const currency = /[$€£₹₦¥]\s?$|\b(?:rs|inr|usd|ksh|kes|ngn|php|aud|gbp|eur|zar)\.?\s?$/i.test(
    text.slice(Math.max(0, start - 6), start),
  );
  const unit = currency ? { dimension: 'money' as const, factor: 1 } : unitNamed(following);
  const shift = unit && !currency && glued === '' && following === tokens[last + 1]?.lower ? 2 : 1;
  const isFahrenheit =
    /^°?f$/.test(following) || tokens[last + 2]?.lower === 'fahrenheit' || tokens[last + 2]?.lower === 'f';
  const temperature = isFahrenheit
    ? { value: ((sign * value - 32) * 5) / 9, dimension: 'temperature' as const, factor: 1 }
    : undefined;
  return {
    value: sign * value,
    dimension: unit?.dimension ?? 'count',
    factor: unit?.factor ?? 1,
    unit: unit ? following : '',
    ...temperature,
    after: rootsAround(tokens, last + shift, 1),
    before: rootsAround(tokens, at - 1, -1),
    span: spanOf(text, start, Math.max(stop, shift === 2 ? (tokens[last + 1]?.end ?? stop) : stop)),
  };
}

/** Up to four content roots in one direction, within the clause. */
function rootsAround(tokens: readonly Token[], from: number, direction: 1 | -1): string[] {
  const roots: string[] = [];
  for (
    let at = from;
    roots.length < 4 && at >= 0 && at < tokens.length && Math.abs(at - from) < 6;
    at += direction
  ) {
    const gap = tokens[direction === 1 ? at : at + 1]?.gap ?? '';
    if (/[.!?;,:]/.test(gap) && (at !== from || direction === 1)) break;
    const word = tokens[at]?.lower ?? '';
    if (!skipped.has(word)) roots.push(wordRoot(word));
  }
  return roots;
}
