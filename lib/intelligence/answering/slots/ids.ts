import { isNegated, takeNegation } from '../negation.ts';
import type { SlotReader } from '../sentence.ts';

/** Reports named by their ids. An excluded id cannot be selected without, so that it is listed. */
export const readIds: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    if (!/^inc_[0-9a-z]+$/.test(lower)) continue;
    sentence.take('ids', index);
    if (isNegated(sentence, index)) {
      draft.unmatched.push(`not ${lower}`);
      takeNegation(sentence, 'ids', index);
    } else draft.filters.incident_ids = [...new Set([...(draft.filters.incident_ids ?? []), lower])];
  }
};
