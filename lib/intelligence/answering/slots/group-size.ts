import { numberOf } from '../time/names.ts';
import type { Sentence, SlotReader } from '../sentence.ts';
import { dimensionAt } from './dimensions.ts';

const links =
  /^(has|have|had|with|without|are|is|were|free|of|got|get|gets|received|report|reported|saw|recorded|show|shows|a)$/;

/** Length of "no", "zero", "more than 5", "only one", "at least 3" at a word; 0 for anything else. */
function sizeAt(sentence: Sentence, at: number): number {
  const phrase = (count: number) => sentence.phrase(at, at + count);
  if (/^(no|zero|without|free of|not a single)$/.test(phrase(1))) return 1;
  if (phrase(2) === 'free of') return 2;
  if (/^(not any|not a)$/.test(phrase(2))) return 2;
  if (/^(more|less|fewer|over|under|above|below|at|just|only|exactly)$/.test(phrase(1))) {
    for (let next = at + 1; next <= at + 2; next++)
      if (numberOf(sentence.at(next)) !== undefined) return next + 1 - at;
  }
  return 0;
}

/**
 * "which areas have no complaints", "places with more than 5 reports": groups by how many reports they hold, which cannot be
 * selected by. All groups are counted and the doubt is said.
 */
export const readGroupSize: SlotReader = (sentence, draft) => {
  for (const { index } of sentence.words) {
    const dimension = sentence.isFree(index) ? dimensionAt(sentence, index) : undefined;
    if (!dimension) continue;
    const opens = index === 0 || /^(which|what|any|all|list|show|the|of|many)$/.test(sentence.at(index - 1));
    let at = dimension.next;
    while (links.test(sentence.at(at)) && at < dimension.next + 3 && sizeAt(sentence, at) === 0) at++;
    const size = sizeAt(sentence, at);
    if (!opens || size === 0 || at === dimension.next - 1) continue;
    draft.shape.group_by = dimension.key;
    draft.doubts.push(`"${sentence.original(at, at + size)}" was not used: every group is counted`);
    sentence.take('grouping', dimension.first, dimension.next);
    sentence.take('grouping', at, at + size);
    return;
  }
};
