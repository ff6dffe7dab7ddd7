import type { SlotReader } from '../sentence.ts';

/** Reports named by their ids. */
export const readIds: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    if (!/^inc_[0-9a-z]+$/.test(lower)) continue;
    draft.filters.incident_ids = [...new Set([...(draft.filters.incident_ids ?? []), lower])];
    sentence.take('ids', index);
  }
};
