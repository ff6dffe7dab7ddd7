import { numberOf, ordinalOf } from '../time/names.ts';
import type { Draft, Sentence, Turn } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';

/** Ids of the reports that were last shown in the session. */
const lastShown = (previous: readonly Turn[]): readonly string[] =>
  previous.findLast(({ references }) => references.length > 0)?.references ?? [];

export interface Pointed {
  /** Reports pointed at; undefined when the words point at nothing. */
  ids?: readonly string[];
  /** The words mean one report. */
  isOne?: boolean;
  /** Words point back, but nothing was shown. */
  lost?: boolean;
}

const nounLike = (sentence: Sentence, index: number): boolean =>
  isReportNoun(sentence.stemAt(index)) ||
  /^(ones|one|of|two|three|four|five|listed|shown|above)$/.test(sentence.at(index)) ||
  sentence.slotOf(index) === 'category' ||
  sentence.words[index] === undefined;

/** As `readPointing`, for positions: "the last one". Undefined when no position is named. */
export function readPosition(sentence: Sentence, previous: readonly Turn[]): Pointed | undefined {
  const picked = pickedByPosition(sentence, lastShown(previous));
  if (!picked) return undefined;
  return picked.length > 0 ? { ids: picked } : { lost: true };
}

/** The position that a word names, counted from 1; negative from the end. "number two" is 2. */
function positionAt(sentence: Sentence, index: number): { position: number; next: number } | undefined {
  const word = sentence.at(index);
  if (/^(number|no|item)$/.test(word)) {
    const position = numberOf(sentence.at(index + 1));
    return position === undefined || isReportNoun(sentence.stemAt(index + 2))
      ? undefined
      : { position, next: index + 2 };
  }
  const position = word === 'last' ? -1 : ordinalOf(word);
  return position === undefined ? undefined : { position, next: index + 1 };
}

/** Whether "first" or "last" is followed by what it counts: "one", "report", nothing, or another position. */
function countsReports(sentence: Sentence, at: number, word: string): boolean {
  if (/^(one|ones)$/.test(sentence.at(at)) || isReportNoun(sentence.stemAt(at))) return true;
  if (word === 'number' || word === 'no' || word === 'item') return true;
  const joined = sentence.at(at) === 'and' && positionAt(sentence, at + 1) !== undefined;
  return word === 'last' ? joined : joined || sentence.words[at] === undefined;
}

interface Picked {
  ids: readonly string[];
  next: number;
}

function pickAt(sentence: Sentence, index: number, shown: readonly string[]): Picked | undefined {
  const found = sentence.isFree(index) ? positionAt(sentence, index) : undefined;
  if (!found) return undefined;
  const count = numberOf(sentence.at(found.next));
  const isNumber = count !== undefined && found.next === index + 1 && count <= 100;
  const noun = isNumber ? found.next + 1 : found.next;
  const ends =
    isNumber &&
    (sentence.words[noun] === undefined ||
      !/^(days?|weeks?|months?|years?|hours?|minutes?)$/.test(sentence.at(noun)));
  if (!ends && !countsReports(sentence, noun, sentence.at(index))) return undefined;
  const takesNoun = /^(one|ones)$/.test(sentence.at(noun)) || isReportNoun(sentence.stemAt(noun));
  const next = takesNoun ? noun + 1 : noun;
  const { position } = found;
  if (isNumber && count > 1) return { ids: position < 0 ? shown.slice(-count) : shown.slice(0, count), next };
  return { ids: position < 0 ? shown.slice(-1) : shown.slice(position - 1, position), next };
}

/** "the first one", "the last two", "the second and third report", "number 3". */
function pickedByPosition(sentence: Sentence, shown: readonly string[]): readonly string[] | undefined {
  const picked: string[] = [];
  let any = false;
  for (const { index, lower } of sentence.words) {
    const pick = pickAt(sentence, index, shown);
    if (!pick || (shown.length === 0 && lower === 'last')) continue;
    any = true;
    picked.push(...pick.ids);
    sentence.take('selection', index, pick.next);
  }
  return any ? [...new Set(picked)] : undefined;
}

const pronoun = /^(these|those|them|they|it|this|that|both|same)$/;

/** "it" and "them" stand for what the same sentence has named, when it has named something. */
const pointsOutside = (sentence: Sentence, index: number, named: boolean): boolean => {
  const lower = sentence.at(index);
  if (/^(these|those)$/.test(lower)) return true;
  if (/^(this|that)$/.test(lower))
    return (
      /^(one|report|complaint|case|incident|issue|ticket)$/.test(sentence.at(index + 1)) ||
      (!named &&
        !nounFollows(sentence, index) &&
        !/^(is|are|was|mention|mentions|have|has|were)$/.test(sentence.at(index + 1)))
    );
  return !named;
};

const nounFollows = (sentence: Sentence, index: number): boolean =>
  /^(week|month|year|day|morning|afternoon|evening|weekend|quarter)$/.test(sentence.at(index + 1));

/** Reports that words like "these", "the last one" or "it" point at. `named`: the sentence also selects in its own words. */
export function readPointing(sentence: Sentence, previous: readonly Turn[], named: boolean): Pointed {
  const shown = lastShown(previous);
  const word = sentence.words.find(
    ({ lower, index }) =>
      pronoun.test(lower) && sentence.isFree(index) && pointsOutside(sentence, index, named),
  );
  if (!word) return {};
  sentence.take(
    'selection',
    word.index,
    nounLike(sentence, word.index + 1) && sentence.words[word.index + 1] ? word.index + 2 : word.index + 1,
  );
  const isOne = /^(it|this|that)$/.test(word.lower);
  return shown.length > 0 ? { ids: shown, isOne } : { lost: true };
}

const total = /\b(all|every|everything|each|any)\b/;

/** Whether the sentence says that it means everything there is. */
export const meansAll = (sentence: Sentence): boolean => {
  const text = sentence.phrase(0, sentence.words.length);
  return (
    total.test(text) &&
    (/\beverything\b/.test(text) ||
      sentence.words.some(({ stem }) => isReportNoun(stem)) ||
      /\b(all of them|them all)\b/.test(text))
  );
};

export const selects = ({ filters }: Draft): boolean => Object.keys(filters).length > 0;

const uncountable =
  /^(garbage|noise|sewage|traffic|flooding|water|rubbish|waste|trash|litter|electricity|vandalism|livestock|equipment|irrigation|drought|soil|storage|harvest|power|congestion|pollution|supply|safety|damage|medical|shelter|food|parking|health|transport|weather|market|wildlife|cattle|people|police|hazmat)$/;

/** "the pothole", "the newest report", "that case": one is meant. */
export function meansOne(sentence: Sentence): boolean {
  if (
    /\b(all|every|everything|each|any|both|them|these|those|ones)\b/.test(
      sentence.phrase(0, sentence.words.length),
    )
  )
    return false;
  const heads = sentence.words.filter(
    ({ index, stem }) =>
      (isReportNoun(stem) &&
        /^(report|complaint|issue|problem|incident|case|ticket|request|job|task|matter|item|entry|record|grievance|concern|alert|call|query)s?$/.test(
          sentence.at(index),
        )) ||
      sentence.slotOf(index) === 'category',
  );
  const nouns = heads.filter(({ stem }) => isReportNoun(stem));
  const head = (nouns.length > 0 ? nouns : heads).at(-1);
  if (!head || /s$/.test(head.lower) || uncountable.test(head.lower)) return false;
  return determined(sentence, head.index);
}

const determined = (sentence: Sentence, head: number): boolean => {
  for (let index = head - 1; index >= head - 7; index--) {
    if (/^(the|that|this|a|an|one)$/.test(sentence.at(index))) return true;
    if (sentence.words[index] === undefined || hasBreak(sentence, index + 1)) return false;
  }
  return false;
};

const hasBreak = (sentence: Sentence, index: number): boolean => /[,;:.]/.test(sentence.gapAt(index));
