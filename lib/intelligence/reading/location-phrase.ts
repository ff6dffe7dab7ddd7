import { spanOf } from './tokens.ts';
import type { Span } from './types.ts';

const name = String.raw`(?:\p{Lu}[\p{L}\d.'’&-]*|\d{1,3}(?:st|nd|rd|th)|of|de|la|el|al|the)`;
const kinds = String.raw`(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|boulevard|blvd\.?|highway|hwy\.?|freeway|expressway|motorway|parkway|way|court|ct\.?|marg|salai|close|crescent|terrace|flyover|roundabout|underpass|circle|square|row|cross|main|bridge|junction|estate|layout|nagar|colony|sector|phase|block|park|school|hospital|station|market|college|church|temple|mosque|mall|library|clinic|stadium|lake|creek|canal|dam|farm|village|bazaar|chowk|gate|tower|towers|apartments|plaza|terminal|camp|ward|zone)`;
const anyCaseName = String.raw`(?:\p{L}[\p{L}\d.'’&-]*|\d{1,3}(?:st|nd|rd|th))`;
const connector = String.raw`(?:\s*,\s*|\s+(?:in|at|near|of|opp\.?|opposite|behind|off|and|&)\s+(?:the\s+)?|\s+-\s+)`;

const site = new RegExp(
  String.raw`(?:(?:no\.?\s*)?\d+[A-Za-z]?(?:[-/]\d+[A-Za-z]?)?,?\s+)?(?:${name}\s+){1,4}${kinds}(?!\p{L})(?:\s+(?:no\.?\s*)?\d+[A-Za-z]?)?`,
  'iu',
);
const numbered = String.raw`(?:(?:corner|junction|intersection) of\s+)?(?:(?:no\.?\s*)?\d+[A-Za-z]?,?\s+)?`;
const siteBefore = new RegExp(
  String.raw`((?<![\p{L}\p{N}])(?:${numbered}(?:${name}\s+){0,4}${kinds}(?!\p{L})(?:\s+\d+[A-Za-z]?)?${connector})|(?:\p{Lu}[\p{L}\d'’-]+(?:\s+\p{Lu}[\p{L}\d'’-]+){0,2},\s*))$`,
  'u',
);

/** The mention with the street, site or area named right before it: "12 Elm Street, Springfield". */
export function widenMention(text: string, mention: Span): Span {
  let start = mention.start;
  for (let step = 0; step < 2; step++) {
    const before = siteBefore.exec(text.slice(Math.max(0, start - 70), start));
    if (
      before === null ||
      /^(?:The|A|An|I|We|There|It|This|In|At|On|Near|My|Our|Please|Hi|Hello|Dear|And|But|From)\b/.test(
        before[0],
      )
    )
      break;
    start = start - before[0].length;
  }
  const span = spanOf(text, start, mention.end);
  const trimmed = span.text.replace(/^(?:the|of|in|at|near)\s+/i, '');
  return spanOf(text, mention.end - trimmed.length, mention.end);
}

const prepositions = String.raw`\b(?:in|at|near|around|outside|inside|beside|behind|opposite|opp\.?|along|across from|next to|close to|in front of|on|off|under|by|from)\s+`;
const commonSite = String.raw`(?:(?:the|a|an|our|my|this)\s+)?(?:${anyCaseName}\s+){0,4}?${kinds}(?:\s+(?:no\.?\s*)?\d+[A-Za-z]?)?(?!\p{L})`;
const addressed = new RegExp(
  String.raw`(?<!\p{L})\d+[A-Za-z]?,?\s+(?:${name}\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|close|crescent|terrace|marg)(?!\p{L})`,
  'iu',
);
const crossing = new RegExp(
  String.raw`(?:(?:corner|junction|intersection|crossing)\s+of\s+)(?:the\s+)?[\p{L}\d.'’-]+(?:\s+[\p{L}\d.'’-]+){0,3}?\s+(?:and|&|with)\s+[\p{L}\d.'’-]+(?:\s+(?:${kinds}))?`,
  'iu',
);
const prepositional = new RegExp(String.raw`${prepositions}(${commonSite})`, 'iu');
const properAfter =
  /\b(?:in|at|near|around|outside|inside|behind|opposite|along|from|of|on)\s+((?:the\s+)?\p{Lu}[\p{L}\d'’-]+(?:\s+\p{Lu}[\p{L}\d'’-]+){0,3})/u;
const notPlaces =
  /^(?:the\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Christmas|Easter|Diwali|Eid|I|AM|PM|God|Monday)\b/;

/** Words that say where without naming a place that anyone knows: an address, a crossing, a site. */
export function findLocationPhrase(text: string): Span | undefined {
  for (const pattern of [addressed, crossing]) {
    const match = pattern.exec(text);
    if (match) return spanOf(text, match.index, match.index + match[0].length);
  }
  const byKind = prepositional.exec(text);
  if (byKind?.[1] !== undefined && byKind[1].trim().length > 3) return tail(text, byKind, byKind[1]);
  const proper = properAfter.exec(text);
  if (proper?.[1] !== undefined && !notPlaces.test(proper[1])) return tail(text, proper, proper[1]);
  const named = site.exec(text);
  return named && /^\p{Lu}|^\d/u.test(named[0])
    ? spanOf(text, named.index, named.index + named[0].length)
    : undefined;
}

function tail(text: string, match: RegExpExecArray, part: string): Span {
  const end = match.index + match[0].length;
  return spanOf(text, end - part.length, end);
}
