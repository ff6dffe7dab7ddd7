import type { Sentence } from './sentence.ts';
import { isPlainVerb, isReportNoun } from './vocabulary.ts';

const single = new Set([
  'not',
  'no',
  'except',
  'excepting',
  'excluding',
  'exclude',
  'without',
  'besides',
  'minus',
  'non',
  'never',
  'neither',
  'nor',
  'excl',
  'barring',
  'ignoring',
  'ignore',
  'omitting',
  'skip',
  'skipping',
]);
const pairs = new Set([
  'other than',
  'apart from',
  'aside from',
  'rather than',
  'instead of',
  'all but',
  'anything but',
  'everything but',
  'leaving out',
  'leave out',
  'but not',
  'and not',
  'except for',
]);
const between =
  /^(the|a|an|any|those|these|all|of|in|from|at|on|near|about|for|to|with|by|are|is|was|were|be|been|being|have|has|had|marked|status|yet|still|currently|related|concerning|regarding|ones|one|that|which|only|just|already|assigned|such|as|it|they|also|category|type)$/;

/** Whether a "not", "except", "other than" stands before the word and reaches it. */
export function isNegated(sentence: Sentence, first: number): boolean {
  for (let index = first - 1; index >= Math.max(0, first - 5); index--) {
    if (/[;:.!?]/.test(sentence.gapAt(index + 1))) return false;
    const word = sentence.at(index);
    if (sentence.slotOf(index) === 'grouping') continue;
    if (single.has(word) && !(word === 'no' && sentence.at(index + 1) === 'of'))
      return !isQuestionTag(sentence, index);
    if (pairs.has(`${sentence.at(index - 1)} ${word}`)) return true;
    if (!between.test(word) && !isReportNoun(sentence.stemAt(index)) && !isPlainVerb(sentence.stemAt(index)))
      return false;
  }
  return false;
}

/** "why not", "if not", "or not": no negation of what follows. */
const isQuestionTag = (sentence: Sentence, index: number): boolean =>
  sentence.at(index) === 'not' &&
  (/^(why|if|or|whether)$/.test(sentence.at(index - 1)) ||
    /^(only|just|we|you)$/.test(sentence.at(index + 1)));

/** Takes the negating words before a value, so that they are not searched for as text. */
export function takeNegation(sentence: Sentence, slot: string, first: number): void {
  for (let index = first - 1; index >= Math.max(0, first - 5); index--) {
    const word = sentence.at(index);
    const isPair = pairs.has(`${sentence.at(index - 1)} ${word}`);
    if (single.has(word) || isPair) {
      sentence.take(slot, isPair ? index - 1 : index, index + 1);
      return;
    }
  }
}

/** Whether two neighbouring values are joined as one list ("potholes and street lights", "A, B or C"). */
export const isListed = (sentence: Sentence, endOfFirst: number, startOfSecond: number): boolean =>
  startOfSecond > endOfFirst - 1 &&
  sentence.words
    .slice(endOfFirst, startOfSecond)
    .every(
      ({ lower, stem }) =>
        /^(and|or|nor|the|any|of|in|from|about|at|as|well|also|plus|those|ones)$/.test(lower) ||
        isReportNoun(stem),
    );
