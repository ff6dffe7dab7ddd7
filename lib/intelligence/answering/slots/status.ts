import type { ReportStatus } from '../../../domain/report-vocabulary.ts';
import { isNegated, takeNegation } from '../negation.ts';
import { addTo, type Draft, type Sentence, type SlotReader } from '../sentence.ts';
import { findIn, statusWords, type Found } from './values.ts';

/** "completed" as a category of done, not of processing; "moderate" and "opened" as a verb of the asker. */
function isVerbOfReporting(sentence: Sentence, { first, value }: Found<readonly ReportStatus[]>): boolean {
  const word = sentence.at(first);
  if (word === 'opened') return !/^(is|are|was|were|been|be)$/.test(sentence.at(first - 1));
  if (word === 'started')
    return !/^(work|have|has|been|was|were|are|is|not|already)$/.test(sentence.at(first - 1));
  if (word === 'sorted' || word === 'settled') {
    if (/^(by|in|on|according)$/.test(sentence.at(first + 1))) return true;
  }
  if (word === 'addressed') return sentence.at(first + 1) === 'to';
  if (word === 'settled' || word === 'shut' || word === 'live' || word === 'over' || word === 'site')
    return !/^(is|are|was|were|been|be|still|already)$/.test(sentence.at(first - 1));
  if (word === 'open' && /^(the|up|a)$/.test(sentence.at(first + 1)) && first === 0) return true;
  return value.length === 0;
}

export function findStatuses(sentence: Sentence): Found<readonly ReportStatus[]>[] {
  return findIn(sentence, statusWords).filter((found) => !isVerbOfReporting(sentence, found));
}

const verbStatus: Readonly<Record<string, readonly ReportStatus[]>> = {
  resolve: ['resolved'],
  fix: ['resolved'],
  solve: ['resolved'],
  close: ['closed'],
  reject: ['rejected'],
  dismiss: ['rejected'],
  finish: ['resolved', 'closed'],
  complete: ['resolved', 'closed'],
};

/** "did Team A close", "which ones did they not resolve": what was done, as a verb of the question. */
function findDoneVerbs(sentence: Sentence): Found<readonly ReportStatus[]>[] {
  return sentence.words.flatMap(({ lower, index }) => {
    const value = verbStatus[lower];
    const asked = sentence.words
      .slice(Math.max(0, index - 7), index)
      .some((word) => /^(did|does|do|has|have)$/.test(word.lower));
    return value && asked && sentence.isFree(index) && sentence.at(index + 1) !== 'to'
      ? [{ value, first: index, next: index + 1 }]
      : [];
  });
}

export function addStatus(draft: Draft, values: readonly ReportStatus[], negated: boolean): void {
  if (negated) {
    for (const value of values) addTo(draft.filters, 'status', value, true);
    return;
  }
  const given = draft.filters.status;
  // "open in progress ones": the narrower of two that overlap; otherwise either ("resolved or closed").
  if (given !== undefined && !given.some((value) => values.includes(value)))
    draft.second.status ??= { status: [...values] };
  const both = given?.filter((value) => values.includes(value)) ?? [];
  draft.filters.status = both.length > 0 ? both : [...new Set([...(given ?? []), ...values])];
}

export const readStatus: SlotReader = (sentence, draft) => {
  for (const { value, first, next } of [...findStatuses(sentence), ...findDoneVerbs(sentence)]) {
    const negated = isNegated(sentence, first);
    addStatus(draft, value, negated);
    if (negated) takeNegation(sentence, 'status', first);
    sentence.take('status', first, next);
  }
};
