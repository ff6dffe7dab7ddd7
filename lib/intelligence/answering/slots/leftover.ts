import type { Sentence, SlotReader } from '../sentence.ts';
import { slotWords } from '../slot-words.ts';
import { isPlainWord } from '../vocabulary.ts';
import { phraseWords } from '../phrase-index.ts';
import { numberOf } from '../time/names.ts';
import { addSearch } from './text-search.ts';

/** Words that no slot took and that say something. */
export function leftoverWords(sentence: Sentence): string[] {
  const ownName = new Set(
    phraseWords(sentence.input.domain.domain_name).concat(
      phraseWords(sentence.input.domain.domain_id.replaceAll('_', ' ')),
    ),
  );
  return sentence.words
    .filter(
      ({ index, lower, stem }) =>
        sentence.isFree(index) &&
        !isPlainWord(lower, stem) &&
        !slotWords.has(lower) &&
        !ownName.has(lower) &&
        numberOf(lower) === undefined,
    )
    .filter(({ lower }) => lower.length > 1)
    .map(({ text }) => text);
}

/** What is left is searched for in the reports' text, and listed: it is never dropped in silence. */
export const readLeftover: SlotReader = (sentence, draft) => {
  const left = leftoverWords(sentence);
  if (left.length === 0) return;
  draft.unmatched.push(...left);
  addSearch(draft, left.join(' '));
};
