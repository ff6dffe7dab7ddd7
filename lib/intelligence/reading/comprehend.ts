import type { Sentiment } from '../../domain/report-vocabulary.ts';
import type { Classifiers } from './classifiers.ts';
import { findEntities, findPeople, isPhone } from './entities.ts';
import { findKeyPhrases } from './key-phrases.ts';
import { readSentiment } from './sentiment.ts';
import { tokenize } from './tokens.ts';
import type { Entity, Read, Span } from './types.ts';

export const piiTypes = [
  'EMAIL',
  'PHONE',
  'CARD_NUMBER',
  'BANK_ACCOUNT',
  'NATIONAL_ID',
  'PASSPORT',
  'NAME',
  'ADDRESS',
  'IP_ADDRESS',
  'VEHICLE_PLATE',
  'DATE_OF_BIRTH',
] as const;
export type PiiType = (typeof piiTypes)[number];

export interface PiiSpan extends Span {
  type: PiiType;
}

/** Named things of a text with offsets; see `Entity`. */
export const detectEntities = (text: string): Entity[] => findEntities(text, tokenize(text));

/** The feeling of the writer. */
export const detectSentiment = (text: string, classifiers: Classifiers): Read<Sentiment> =>
  readSentiment(text, classifiers);

/** At most five stretches of content words, most telling first. */
export const detectKeyPhrases = (text: string): Span[] => findKeyPhrases(text);

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** The check sum of payment card numbers (ISO/IEC 7812, Luhn). */
export function isCardNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length < 13 || digits.length > 19 || /^0+$/.test(digits)) return false;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const doubled = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0;
}

const streetKinds =
  'street st road rd avenue ave lane ln drive dr boulevard blvd way court ct close crescent terrace place marg nagar cross main layout colony estate garden gardens square row walk mews highway';
const streetKind = `(?:${streetKinds
  .split(' ')
  .flatMap((kind) => [kind, (kind[0] ?? '').toUpperCase() + kind.slice(1)])
  .join('|')})`;
const door = String.raw`(?:(?:[Ff]lat|[Aa]pt|[Aa]partment|[Hh]ouse|[Uu]nit|[Pp]lot|[Dd]oor|[Hh]\.?\s?[Nn]o|[Nn]o)\.?\s*(?:[Nn]o\.?\s*)?)?`;

const patterns: { type: PiiType; pattern: RegExp; accept?: (found: string) => boolean }[] = [
  { type: 'EMAIL', pattern: /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/giu },
  {
    type: 'BANK_ACCOUNT',
    pattern: /\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,4})?\b/gu,
    accept: isIban,
  },
  { type: 'CARD_NUMBER', pattern: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/gu, accept: isCardNumber },
  { type: 'NATIONAL_ID', pattern: /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/gu },
  { type: 'NATIONAL_ID', pattern: /(?<!\d[ -]?)[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![ -]?\d)/gu },
  { type: 'NATIONAL_ID', pattern: /\b[A-Z]{5}\d{4}[A-Z]\b/gu },
  { type: 'NATIONAL_ID', pattern: /\b[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b/gu },
  {
    type: 'NATIONAL_ID',
    pattern:
      /(?<=\b(?:aadhaar|aadhar|ssn|social security|national id|id card|nin|bvn|id no|id number|nida|tin|pan|voter id|cnic|nric|curp)\b[^\d\n]{0,20})[A-Z]{0,4}\d[\dA-Z -]{4,18}[\dA-Z]/giu,
  },
  { type: 'PASSPORT', pattern: /(?<=\bpassport\b[^\d\n]{0,18})[A-Z]{0,2}\d{6,9}\b/giu },
  { type: 'BANK_ACCOUNT', pattern: /(?<=\b(?:account|a\/c|acct|iban)\b[^\d\n]{0,18})\d[\d -]{6,18}\d/giu },
  {
    type: 'DATE_OF_BIRTH',
    pattern:
      /(?<=\b(?:born on|born|dob|d\.o\.b\.?|date of birth|birthday)\b[\s:,is]{0,8})\d{1,2}(?:[/. -]|(?:st|nd|rd|th)?\s)(?:\d{1,2}|\p{L}{3,9})[/. ,-]{1,2}\d{2,4}/giu,
  },
  {
    type: 'IP_ADDRESS',
    pattern: /(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.])/gu,
  },
  {
    type: 'PHONE',
    pattern:
      /(?<![\p{L}\d.])(?:\+|00)?\(?\d{1,4}\)?(?:[\s.-]?\(?\d{2,5}\)?){1,4}[\s.-]?\d{2,4}(?![\d.]*\d)/gu,
    accept: isLikelyPhone,
  },
  {
    type: 'VEHICLE_PLATE',
    pattern: /\b[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}\b|\bK[A-Z]{2}\s?\d{3}[A-Z]\b/gu,
  },
  {
    type: 'ADDRESS',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])${door}#?\d+[A-Za-z]?(?:[/-]\d+[A-Za-z]?)?,?\s+(?:(?:\d{1,3}(?:st|nd|rd|th)|\p{Lu}[\p{L}.'’-]*)\s+){1,4}${streetKind}(?!\p{L})\.?`,
      'gu',
    ),
  },
  {
    type: 'ADDRESS',
    pattern:
      /(?<=\b(?:i live at|my address is|address:|residing at|living at|resident of)\s+)(?:(?:flat|house|plot|door)\s+(?:no\.?\s*)?)?#?\d+[^.!?;\n]{3,60}/giu,
  },
];

function isIban(found: string): boolean {
  const compact = found.replace(/\s/g, '');
  if (compact.length < 15 || compact.length > 34) return false;
  const digits = Array.from(compact.slice(4) + compact.slice(0, 4))
    .map((letter) => parseInt(letter, 36).toString())
    .join('');
  return BigInt(digits) % 97n === 1n;
}

function isLikelyPhone(found: string): boolean {
  if (!isPhone(found)) return false;
  const digits = digitsOf(found);
  return (
    digits.length >= 9 || (/[\s()-]/.test(found.trim()) && !/^\d{1,3}(?:[ ,]\d{3})+$/.test(found.trim()))
  );
}

/** Personal data of a text, in order, without overlaps: contact data, numbers of cards, accounts and identity papers, names, addresses. */
export function detectPii(text: string): PiiSpan[] {
  const found: PiiSpan[] = [];
  const add = (type: PiiType, start: number, end: number): void => {
    if (!found.some((other) => other.start < end && start < other.end))
      found.push({ type, start, end, text: text.slice(start, end) });
  };
  for (const { type, pattern, accept } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const words = match[0].trim();
      const start = match.index + match[0].indexOf(words);
      if (accept?.(words) !== false) add(type, start, start + words.length);
    }
  }
  for (const { start, end } of findPeople(text, tokenize(text))) add('NAME', start, end);
  return found.sort((a, b) => a.start - b.start);
}

/** The text with each span replaced by its type in brackets: "call [PHONE]". Spans may come in any order. */
export function redact(text: string, spans: readonly { start: number; end: number; type: string }[]): string {
  let redacted = text;
  for (const { start, end, type } of [...spans].sort((a, b) => b.start - a.start))
    redacted = `${redacted.slice(0, start)}[${type}]${redacted.slice(end)}`;
  return redacted;
}
