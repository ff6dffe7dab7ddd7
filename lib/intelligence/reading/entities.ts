import { firstNames, personBefore } from './person-names.ts';
import { spanOf, type Token } from './tokens.ts';
import type { Entity, EntityType, Span } from './types.ts';

const patterns: { type: EntityType; pattern: RegExp; confidence: number }[] = [
  { type: 'URL', pattern: /\bhttps?:\/\/[^\s<>"')]+|\bwww\.[^\s<>"')]+/giu, confidence: 0.98 },
  { type: 'EMAIL', pattern: /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/giu, confidence: 0.98 },
  { type: 'HASHTAG', pattern: /(?<![\p{L}\d&])#[\p{L}_][\p{L}\d_]+/gu, confidence: 0.9 },
  {
    type: 'PHONE',
    pattern: /(?<![\p{L}\d.])(?:\+|00)?\(?\d{1,4}\)?(?:[\s-]?\(?\d{2,5}\)?){1,4}[\s-]?\d{2,4}(?![\d.]*\d)/gu,
    confidence: 0.85,
  },
  {
    type: 'MONEY',
    pattern:
      /(?:[$€£₹₦¥]|(?:rs|inr|usd|ksh|kes|ugx|tzs|ngn|php|aud|gbp|eur|zar)\.?)\s?\d[\d,.]*\s?(?:k|m|million|lakhs?|crores?)?(?!\p{L})|\b\d[\d,.]*\s?(?:rupees|shillings|naira|dollars|pounds|euros|pesos|rand|cedis|ksh|rs|bucks)(?!\p{L})/giu,
    confidence: 0.9,
  },
  {
    type: 'QUANTITY',
    pattern:
      /(?<![\p{L}\d.:/-])\d+(?:[.,]\d+)*\s?(?:kilometres?|kilometers?|km|metres?|meters?|m|cm|mm|feet|foot|ft|inch(?:es)?|miles?|acres?|hectares?|ha|kg|kgs|tonnes?|tons?|t|quintals?|bags?|sacks?|litres?|liters?|gallons?|l|people|persons?|families|households|houses|homes|cattle|cows?|goats?|sheep|chickens?|birds?|animals|cases|trees|lights|poles|cars|vehicles|%|percent|degrees?|°c|°f|volts?|kv|amps?)(?!\p{L})/giu,
    confidence: 0.8,
  },
  {
    type: 'IDENTIFIER',
    pattern:
      /\b(?:ref(?:erence)?|ticket|complaint|case|id|permit|plate|reg(?:istration)?|account|meter|pole|docket|sr)\s?(?:no\.?|number|id|#|:)+\s?[:#]?\s?[A-Z\d][A-Z\d/-]{2,}|\b[A-Z]{2}\s?\d{1,2}\s?[A-Z]{1,3}\s?\d{3,4}\b|\bK[A-Z]{2}\s?\d{3}[A-Z]\b/gu,
    confidence: 0.8,
  },
];

const bodyPattern =
  /\b(?:\p{Lu}[\p{L}&'-]+\s+){1,4}(?:Council|Corporation|Municipality|Police|Department|Ministry|Authority|Board|Hospital|School|College|University|Company|Ltd|Limited|Inc|Trust|Bank|Church|Cooperative|Society|Association|Committee|Red Cross|Agency|Station|Depot|Union|Foundation|Clinic|Fire Service|Fire Brigade)\b/gu;
const acronymPattern =
  /(?<![\p{L}\d#@])(?!SOS|ASAP|FYI|HELP|NOW|URGENT|PLEASE|AM|PM|OK|GPS|RIGHT|DMS|USA|UK|PLS|CCTV|AQI|SUV|ATM|CNG|LPG|CPR|AED|ORS)\p{Lu}{3,6}(?![\p{L}\d])/gu;

/** Named things of a text: people, bodies, numbers with units, contact data; places and times are added by the reader. */
export function findEntities(text: string, tokens: readonly Token[]): Entity[] {
  const found: Entity[] = [];
  const add = (type: EntityType, span: Span, confidence: number): void => {
    if (!found.some((other) => other.start < span.end && span.start < other.end))
      found.push({ ...span, type, confidence });
  };
  for (const { type, pattern, confidence } of patterns) {
    for (const match of text.matchAll(pattern)) {
      if (type === 'PHONE' && !isPhone(match[0])) continue;
      add(type, trimmed(text, match.index, match[0]), confidence);
    }
  }
  for (const match of text.matchAll(bodyPattern))
    add('ORGANIZATION', trimmed(text, match.index, match[0].replace(/^(?:The|A|Our)\s+/, '')), 0.75);
  for (const span of findPeople(text, tokens)) add('PERSON', span, 0.7);
  if (!isShouted(text))
    for (const match of text.matchAll(acronymPattern))
      add('ORGANIZATION', trimmed(text, match.index, match[0]), 0.5);
  return found.sort((a, b) => a.start - b.start);
}

const isShouted = (text: string): boolean =>
  (text.match(/\p{Lu}/gu)?.length ?? 0) > (text.match(/\p{Ll}/gu)?.length ?? 0);

function trimmed(text: string, index: number, found: string): Span {
  const at = text.indexOf(found, index);
  const start = at < 0 ? index : at;
  return spanOf(text, start, start + found.trimEnd().length);
}

/** Seven to fifteen digits that are not a date. */
export function isPhone(found: string): boolean {
  const digits = found.replace(/\D/g, '').length;
  return (
    digits >= 7 && digits <= 15 && !/^\d{4}-\d{2}-\d{2}|^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$/.test(found.trim())
  );
}

/** People: after "my name is", a title or a role, or a known first name with a capitalised surname. */
export function findPeople(text: string, tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(personBefore)) {
    const name = match.groups?.['name'];
    if (name !== undefined)
      spans.push(spanOf(text, match.index + match[0].length - name.length, match.index + match[0].length));
  }
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (!token.capital || !firstNames.has(token.lower)) return;
    if (next && next.capital && next.gap === ' ' && /^\p{Lu}\p{Ll}+$/u.test(next.text))
      spans.push(spanOf(text, token.start, next.end));
  });
  return spans;
}
