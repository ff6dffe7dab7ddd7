import type { Word } from '../words.ts';
import type { Sentence, SlotReader } from '../sentence.ts';
import { leftoverWords } from './leftover.ts';

/** Below this a word is only searched for; found by comparing single words of all three built-in domains. */
const SURE = 0.55;
const CATCH_ALL = 'other';

/** Leftover words that stand together, or with only small words between. */
function runsOf(sentence: Sentence): Word[][] {
  const runs: Word[][] = [];
  for (const word of leftoverWords(sentence)) {
    const last = runs.at(-1);
    if (last?.at(-1)?.index === word.index - 1 && !sentence.breaksAt(word.index)) last.push(word);
    else runs.push([word]);
  }
  return runs;
}

/**
 * "blackouts" are power outages, "camps" are shelters: words that no category lists but that speak for one. Says so as a doubt. A
 * category that was named stays; words that speak for the same one only underline it.
 */
export const readLikelyCategory: SlotReader = (sentence, draft) => {
  const { categorise, domain } = sentence.input;
  if (!categorise) return;
  for (const run of runsOf(sentence)) {
    const text = run.map((word) => word.text).join(' ');
    const found = categorise(text);
    if (!found || found.confidence < SURE || found.key === CATCH_ALL) continue;
    const named = draft.filters.category;
    if (named && !draft.guessed && !named.includes(found.key)) continue;
    const label = domain.categories.find(({ key }) => key === found.key)?.label ?? found.key;
    draft.filters.category = [...new Set([...(named ?? []), found.key])];
    draft.guessed ||= named === undefined;
    draft.doubts.push(`"${text}" was read as the category ${label}`);
    for (const { index } of run) sentence.take('category', index);
  }
};
