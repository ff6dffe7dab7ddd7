import { numberOf, ordinalOf } from '../time/names.ts';
import type { Draft, Sentence, Turn } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';

/** Ids of the reports that were last shown in the session. */
const lastShown = (previous: readonly Turn[]): readonly string[] =>
  previous.findLast(({ references }) => references.length > 0)?.references ?? [];

export interface Pointed {
  /** Reports pointed at; undefined when the words point at nothing. */
  ids?: readonly string[];
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

/** "the first one", "the last two", "the second report", "number 3". */
function pickedByPosition(sentence: Sentence, shown: readonly string[]): readonly string[] | undefined {
  for (const { index, lower } of sentence.words) {
    if (!sentence.isFree(index)) continue;
    const position = lower === 'last' ? -1 : ordinalOf(lower);
    if (position === undefined) continue;
    const count = numberOf(sentence.at(index + 1));
    const noun = count === undefined ? index + 1 : index + 2;
    const isOne =
      /^(one|ones)$/.test(sentence.at(noun)) ||
      isReportNoun(sentence.stemAt(noun)) ||
      (lower !== 'last' && sentence.words[noun] === undefined) ||
      (count !== undefined && sentence.words[noun] === undefined);
    if (!isOne && !(count === 1)) continue;
    if (shown.length === 0 && lower === 'last') return undefined;
    sentence.take('selection', index, Math.min(noun + 1, sentence.words.length));
    if (count !== undefined && count > 1) return position < 0 ? shown.slice(-count) : shown.slice(0, count);
    return position < 0 ? shown.slice(-1) : shown.slice(position - 1, position);
  }
  return undefined;
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
  return shown.length > 0 ? { ids: shown } : { lost: true };
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
        /^(report|complaint|issue|problem|incident|case|ticket|request)s?$/.test(sentence.at(index))) ||
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
