import { isNegated, takeNegation } from '../negation.ts';
import { isReportNoun } from '../vocabulary.ts';
import type { SlotReader } from '../sentence.ts';
import { findIn, sourceWords } from './values.ts';

const carrier = /^(by|via|through|over|on|from|using|used|use|per)$/;

/** A channel counts as one after "via" or "by", before what is counted ("phone complaints"), or beside the word source. */
export const readSource: SlotReader = (sentence, draft) => {
  for (const { value, first, next } of findIn(sentence, sourceWords)) {
    const before = /^(the|our|a)$/.test(sentence.at(first - 1))
      ? sentence.at(first - 2)
      : sentence.at(first - 1);
    const carried =
      carrier.test(before) && !/^(group|groups|split|break|broken|down)$/.test(sentence.at(first - 2));
    const counted = isReportNoun(sentence.stemAt(next)) && !(sentence.at(first) === 'field');
    const named =
      /^(source|channel|sources|channels)$/.test(sentence.at(next)) ||
      /^(source|channel)$/.test(sentence.at(first - 1));
    const isMessage = /^(emails|tweets|phone calls|text messages|telephone calls)$/.test(
      sentence.phrase(first, next),
    );
    const submitted = sentence.at(next) === 'submitted' || sentence.at(next) === 'reported';
    const joined =
      draft.filters.source !== undefined &&
      /^(vs|versus|or|and|than)$/.test(
        /^(the|our|a|by|via)$/.test(sentence.at(first - 1)) ? sentence.at(first - 2) : sentence.at(first - 1),
      );
    if (!joined && !carried && !counted && !named && !submitted && !isMessage) continue;
    if (isNegated(sentence, first)) {
      draft.unmatched.push(`not ${sentence.original(first, next)}`);
      takeNegation(sentence, 'source', first);
      sentence.take('source', first, next);
      continue;
    }
    draft.filters.source = [...new Set([...(draft.filters.source ?? []), ...value])];
    sentence.take('source', first, next);
    if (named && /^(source|channel)s?$/.test(sentence.at(next))) sentence.take('source', next);
  }
  const called = sentence.find(['called in', 'phoned in', 'rang in']);
  if (called && !draft.filters.source) {
    draft.filters.source = ['phone'];
    sentence.take('source', called.first, called.next);
  }
};
