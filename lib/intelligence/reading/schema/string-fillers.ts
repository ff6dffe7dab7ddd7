import { isPhone } from '../entities.ts';
import type { EntityType, Span } from '../types.ts';
import { filled, tokenSpan, type Facts, type Filled } from './facts.ts';
import { fillNumber } from './fill-number.ts';
import { fullName, type Property } from './property.ts';

type Filler = (property: Property, facts: Facts) => Filled | undefined;

const colours =
  'black white red blue green yellow grey gray brown orange silver gold purple pink maroon beige cream'.split(
    ' ',
  );

/** Fillers for names that mean the same in any schema; the first whose pattern fits the name answers. */
export const byName: [RegExp, Filler][] = [
  [
    /\b(?:phone|mobile|telephone|contact (?:no|number)|cell|whatsapp|tel)\b/,
    (_, facts) => entity(facts, 'PHONE'),
  ],
  [/\be ?mail\b/, (_, facts) => entity(facts, 'EMAIL')],
  [/\b(?:url|link|website)\b/, (_, facts) => entity(facts, 'URL')],
  [/\b(?:colou?r)\b/, (_, facts) => oneOf(colours, facts)],
  [
    /\b(?:plate|registration|reg|licen[cs]e plate|vehicle number|vehicle reg)\b/,
    (property, facts) => identifier(property, facts),
  ],
  [
    /\b(?:id|ids|identifier|reference|ref|ticket|number|no|code|account|serial)\b/,
    (property, facts) => identifier(property, facts),
  ],
  [
    /\b(?:organi[sz]ation|department|agency|company|authority|institution|employer|hospital name|school name|ngo)\b/,
    (_, facts) => entity(facts, 'ORGANIZATION'),
  ],
  [
    /\b(?:reporter|person|contact|owner|victim|farmer|complainant|driver|officer|suspect|patient|caller|resident|sender|author|applicant|witness)(?: (?:s|full|first|last))? ?(?:name)?$|^(?:full |first |last )?name$|\bname of (?:person|reporter)\b/,
    (_, facts) => entity(facts, 'PERSON'),
  ],
  [/\b(?:duration|how long|since|ongoing for|elapsed|period)\b/, (_, facts) => duration(facts)],
  [/\b(?:date|day)\b/, (_, facts) => date(facts)],
  [/\b(?:time reference|when)\b/, (_, facts) => timeReference(facts)],
  [/\b(?:timestamp|time|occurred at|datetime)\b/, (_, facts) => dateTime(facts)],
  [/\b(?:language|lang)\b/, (property) => filled(property.name.endsWith('code') ? 'en' : 'English', 0.5)],
  [
    /\b(?:location|place|where|address|street|landmark|site|area|village|town|neighbou?rhood|ward|locality|city|district|state|country|region|county)\b/,
    (property, facts) => placePart(property, facts),
  ],
  [
    /\b(?:sentiment|tone|mood)\b/,
    (_, { reading }) =>
      reading.sentiment.value === undefined
        ? undefined
        : filled(reading.sentiment.value, reading.sentiment.confidence),
  ],
  [
    /\b(?:urgency|severity|priority)\b/,
    (_, { reading }) =>
      reading.urgency.value === undefined
        ? undefined
        : filled(reading.urgency.value, reading.urgency.confidence, reading.urgency.evidence),
  ],
  [
    /\b(?:complaint type|category|incident type|issue type|problem type|report type|hazard type|classification|topic)\b|^type$/,
    (_, { reading }) =>
      reading.category.value === undefined
        ? undefined
        : filled(reading.category.value, reading.category.confidence, reading.category.evidence),
  ],
  [
    /\b(?:summary|description|details?|synopsis|abstract|overview|narrative|message|text|notes?|situation)\b/,
    (_, facts) => summary(facts),
  ],
  [/\b(?:title|subject|headline|topic|issue|problem)\b/, (_, facts) => title(facts)],
  [
    /\b(?:amount|cost|price|loss|quantity|size|weight|depth|height|level|distance|age|temperature)\b/,
    (property, facts) => amount(property, facts),
  ],
  [
    /\b(?:cause|reason|because|why)\b/,
    (_, facts) =>
      after(
        facts,
        /\b(?:because(?: of)?|due to|caused by|cause(?:d)? (?:is|was)|owing to|on account of|as a result of|thanks to|after)\s+([^.!?;,]{3,120})/i,
      ),
  ],
  [
    /\b(?:request|requested action|action|demand|ask|needs?|required help|help needed|resources?)\b/,
    (_, facts) =>
      after(
        facts,
        /\b(?:please|pls|plz|kindly|need(?:s|ed)?|request(?:ing)?|require[sd]?|send|want)\s+(?:to |an? |the |some )?([^.!?;]{3,120})/i,
      ),
  ],
];

export function entity({ reading }: Facts, type: EntityType): Filled | undefined {
  const found = reading.entities.find(
    (item) => item.type === type && (type !== 'PHONE' || isPhone(item.text)),
  );
  return (
    found && filled(found.text, found.confidence, [{ start: found.start, end: found.end, text: found.text }])
  );
}

function oneOf(words: readonly string[], facts: Facts): Filled | undefined {
  const at = facts.tokens.findIndex(({ lower }) => words.includes(lower));
  return at < 0 ? undefined : filled(facts.tokens[at]?.lower, 0.7, [tokenSpan(facts, at, at)]);
}

const idPattern = String.raw`(?:\s*(?:no\.?|number|num|id|code|#|is|:|-)){0,3}\s*[:#]?\s*([A-Z]{0,4}[-/ ]?\d[A-Z\d/-]*)`;

/** "Pole 4471", "meter no. KB-20": a code after the property's own word; else an identifier of the text. */
function identifier(property: Property, facts: Facts): Filled | undefined {
  const words = property.nameWords.filter(
    (word) => !/^(?:id|ids|identifier|number|no|code|ref|num)$/.test(word),
  );
  for (const word of words.length > 0 ? words : ['ref', 'reference', 'ticket', 'complaint', 'case', 'id']) {
    const match = new RegExp(String.raw`\b${word}s?\b${idPattern}`, 'i').exec(facts.text);
    const code = match?.[1];
    if (match && code !== undefined) {
      const start = match.index + match[0].length - code.length;
      return filled(code, 0.75, [{ start, end: start + code.length, text: code }]);
    }
  }
  return words.length === 0 || /plate|reg|vehicle/.test(fullName(property))
    ? entity(facts, 'IDENTIFIER')
    : undefined;
}

export function date({ reading, context }: Facts): Filled | undefined {
  const { value, confidence, evidence } = reading.time;
  return value && filled(localDate(new Date(value.from), context.home.timezone), confidence, evidence);
}

function localDate(instant: Date, timezone = 'UTC'): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}

export function dateTime({ reading }: Facts): Filled | undefined {
  const { value, confidence, evidence } = reading.time;
  return value && filled(value.at, confidence, evidence);
}

export function clock({ reading, context }: Facts): Filled | undefined {
  const { value, confidence, evidence } = reading.time;
  if (!value || value.from !== value.to) return undefined;
  const options = {
    timeZone: context.home.timezone ?? 'UTC',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const;
  return filled(new Intl.DateTimeFormat('en-GB', options).format(new Date(value.from)), confidence, evidence);
}

function timeReference({ reading }: Facts): Filled | undefined {
  const { value, confidence, evidence } = reading.time;
  return value && filled(value.reference, confidence, evidence);
}

function duration(facts: Facts): Filled | undefined {
  const length = facts.quantities.find(({ dimension }) => dimension === 'duration');
  return length ? filled(length.span.text, 0.7, [length.span]) : timeReference(facts);
}

function placePart(property: Property, { reading }: Facts): Filled | undefined {
  const { value, confidence, evidence } = reading.place;
  if (!value) return undefined;
  const parts = (value.address ?? '').split(', ').filter((part) => part !== '');
  if (value.source === 'gazetteer') {
    if (/\bcountry\b/.test(fullName(property))) return filled(parts.at(-1), confidence, evidence);
    if (/\b(?:state|region|province)\b/.test(fullName(property)) && parts.length >= 2)
      return filled(parts.at(-2), confidence, evidence);
    if (/\b(?:city|town)\b/.test(fullName(property)) && parts.length >= 3)
      return filled(parts.at(-3), confidence, evidence);
  }
  if (/\b(?:country|state)\b/.test(fullName(property))) return undefined;
  if (/\baddress\b/.test(fullName(property)) && value.address !== undefined)
    return filled(value.address, confidence, evidence);
  return filled(value.locationText, confidence, evidence);
}

/** The sentences that say most: the first with content, and with it the one that names the most key phrases. */
export function summary({ text, sentences, reading }: Facts): Filled {
  const hits = (sentence: Span): number =>
    reading.keyPhrases.filter(({ start, end }) => start >= sentence.start && end <= sentence.end).length;
  const telling = sentences.filter((sentence) => sentence.text.length > 15);
  const [first] = telling;
  const richest = [...telling].sort((a, b) => hits(b) - hits(a))[0];
  const chosen = [...new Set([first, richest])]
    .filter((span): span is Span => span !== undefined)
    .sort((a, b) => a.start - b.start);
  if (chosen.length === 0) return filled(text.trim().slice(0, 200), 0.5);
  return filled(clip(chosen.map((span) => span.text).join(' '), 300), 0.6, chosen);
}

export const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}…`;

function title({ reading, sentences }: Facts): Filled | undefined {
  const phrase = reading.keyPhrases[0];
  const sentence = sentences[0];
  if (sentence && sentence.text.length <= 80)
    return filled(sentence.text.replace(/[.!?]+$/, ''), 0.5, [sentence]);
  return phrase && filled(phrase.text, 0.4, [phrase]);
}

function amount(property: Property, facts: Facts): Filled | undefined {
  const number = fillNumber(property, facts);
  if (!number) return undefined;
  const span = number.evidence[0];
  const quantity = facts.quantities.find((candidate) => candidate.span.start === span?.start);
  return quantity ? filled(quantity.span.text, number.confidence, [quantity.span]) : undefined;
}

function after({ text }: Facts, pattern: RegExp): Filled | undefined {
  const match = pattern.exec(text);
  const words = match?.[1]?.trim();
  if (!match || words === undefined || words === '') return undefined;
  const start = match.index + match[0].indexOf(words);
  return filled(words, 0.55, [{ start, end: start + words.length, text: words }]);
}
