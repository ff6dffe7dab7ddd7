import { numberOf } from '../time/names.ts';
import type { Draft, Sentence, SlotReader } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';

const newest = new Set(['latest', 'newest', 'last', 'recent']);

const oldest = new Set(['oldest', 'earliest', 'first', 'longest']);

/** "the latest report", "the 5 newest potholes", "most recent complaint", "oldest open case": that many reports, by event time. */
export const readLatest: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    if (!sentence.isFree(index) || (!newest.has(lower) && !oldest.has(lower))) continue;
    const after = numberOf(sentence.at(index + 1));
    const counted = sentence.at(index - 1) === 'most' ? index - 2 : index - 1;
    const before = numberOf(sentence.at(counted));
    const noun =
      lower === 'longest'
        ? { plural: hasPluralNoun(sentence) }
        : nounAfter(sentence, after === undefined ? index + 1 : index + 2);
    if (noun === undefined && isPredicate(sentence, index)) {
      const isOne = /^(is|was)$/.test(sentence.at(copulaBefore(sentence, index)));
      setLatest(sentence, draft, index, isOne ? 1 : undefined);
      return;
    }
    if (noun === undefined && !isLastOrFirst(sentence, index)) {
      if (after === undefined || sentence.words[index + 2] !== undefined) continue;
    }
    draft.shape.order = newest.has(lower) ? 'desc' : 'asc';
    const limit = after ?? before ?? ((noun?.plural ?? hasPluralNoun(sentence)) ? undefined : 1);
    if (limit !== undefined) draft.shape.limit = Math.min(limit, 100);
    sentence.take('latest', index);
    if (after !== undefined) sentence.take('latest', index + 1);
    else if (before !== undefined) sentence.take('latest', counted);
    if (sentence.at(index - 1) === 'most') sentence.take('latest', index - 1);
    return;
  }
};

/** Index of the verb before "the most recent". */
function copulaBefore(sentence: Sentence, index: number): number {
  let at = index - 1;
  while (/^(the|most|our|my)$/.test(sentence.at(at))) at--;
  return at;
}

/** "which complaint is the most recent": asked of the noun before the verb. */
const isPredicate = (sentence: Sentence, index: number): boolean =>
  /^(is|was|are|were)$/.test(sentence.at(copulaBefore(sentence, index))) &&
  /^(the|most)$/.test(sentence.at(index - 1)) &&
  /^(which|what)$/.test(sentence.at(0)) &&
  (sentence.words[index + 1] === undefined ||
    sentence.breaksAt(index + 1) ||
    /^(in|at|from|of|for|about|on)$/.test(sentence.at(index + 1)));

function setLatest(sentence: Sentence, draft: Draft, index: number, limit: number | undefined): void {
  draft.shape.order = newest.has(sentence.at(index)) ? 'desc' : 'asc';
  if (limit !== undefined) draft.shape.limit = limit;
  sentence.take('latest', copulaBefore(sentence, index) + 1, index + 1);
}

/** "which pothole was reported first", "what came in last". */
const isLastOrFirst = (sentence: Sentence, index: number): boolean =>
  /^(first|last)$/.test(sentence.at(index)) &&
  sentence.words[index + 1] === undefined &&
  /^(reported|received|submitted|filed|in|arrived|happened|logged)$/.test(sentence.at(index - 1));

/** "which complaint has been open the longest", "the potholes that have waited longest". */
const hasPluralNoun = (sentence: Sentence): boolean =>
  sentence.words.some(
    ({ lower, stem, index }) =>
      (isReportNoun(stem) || sentence.slotOf(index) === 'category') && lower.endsWith('s'),
  );

/** The noun that is counted, after adjectives and names that other slots have taken. */
function nounAfter(sentence: Sentence, from: number): { plural: boolean } | undefined {
  let seen: { plural: boolean } | undefined;
  for (let index = from; index < from + 6 && index < sentence.words.length; index++) {
    const [lower, stem] = [sentence.at(index), sentence.stemAt(index)];
    if (isReportNoun(stem) || /^ones?$/.test(lower)) return { plural: /s$/.test(lower) };
    const slot = sentence.slotOf(index);
    if (slot === 'category') seen = { plural: /s$/.test(lower) && stem !== lower };
    if (slot === undefined && !/^(and|or|open)$/.test(lower)) return seen;
  }
  return seen;
}
