import type { Sentence, SlotReader } from '../sentence.ts';
import { slotWords } from '../slot-words.ts';
import { isPlainWord } from '../vocabulary.ts';
import { phraseWords } from '../phrase-index.ts';
import { months, numberOf, weekdays } from '../time/names.ts';
import type { Word } from '../words.ts';
import { addSearch } from './text-search.ts';

/** "on their plate", "on Tom's desk". */
const isIdiom = (sentence: Sentence, index: number): boolean =>
  /^(plate|desk|hands|table)$/.test(sentence.at(index)) && sentence.phrase(index - 3, index).includes('on');

/** Words that no slot took and that say something. */
export function leftoverWords(sentence: Sentence): Word[] {
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
    .filter(({ lower, index }) => lower.length > 1 && !isIdiom(sentence, index));
}

/** Words of time and degree that no slot could use; they would say nothing as a text search. */
const unread =
  /^(noon|midnight|night|nights|evening|evenings|morning|mornings|afternoon|afternoons|weekend|weekends|.{3,6}days|previous|next|high|medium|low|critical|minutes?|hours?|weeks?|months?|quarters?|years?|average|minimum|maximum)$/;

/** A month or weekday that was not read as a time; "may" and "march" are too common as other words. */
const isTimeName = (word: string): boolean =>
  word !== 'may' && word !== 'second' && (months.has(word) || weekdays.has(word));

function unreadWords(sentence: Sentence): string[] {
  return sentence.words
    .filter(({ index, lower }) => sentence.isFree(index) && (unread.test(lower) || isTimeName(lower)))
    .map(({ text }) => text);
}

/** "without a priority": the absence of a value is no filter, but for the assignee. */
function missingValues(sentence: Sentence): string[] {
  const found =
    /\b(?:without|no|missing|lacking|lack)(?: an?| any| the)? (place|location|address|priority|category|due date|deadline|date|urgency|photo|photos|image|images|picture|pictures|coordinates)\b/.exec(
      sentence.phrase(0, sentence.words.length),
    );
  return found ? [found[0]] : [];
}

/** What is left is searched for in the reports' text, and listed: it is never dropped in silence. */
export const readLeftover: SlotReader = (sentence, draft) => {
  const unused = [...unreadWords(sentence), ...missingValues(sentence)];
  draft.unmatched.push(...unused);
  const left = leftoverWords(sentence)
    .map(({ text }) => text)
    .filter((text) => !unused.some((each) => each.split(' ').includes(text)));
  if (left.length === 0) return;
  draft.unmatched.push(...left);
  addSearch(draft, left.join(' '));
};
