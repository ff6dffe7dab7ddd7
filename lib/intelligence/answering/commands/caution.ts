import type { Sentence } from '../sentence.ts';
import { numberOf } from '../time/names.ts';
import { isReportNoun } from '../vocabulary.ts';
import type { Order } from './directive.ts';

/** A reason to ask before anything is written. */
type Caution = (sentence: Sentence, orders: readonly Order[]) => string | undefined;

const isNoun = (sentence: Sentence, index: number): boolean =>
  isReportNoun(sentence.stemAt(index)) ||
  /^ones?$/.test(sentence.at(index)) ||
  sentence.slotOf(index) === 'category';

/** Whether a noun of what is selected follows within a few words. */
const isBeforeNoun = (sentence: Sentence, index: number): boolean =>
  [1, 2, 3, 4].some(
    (step) =>
      isNoun(sentence, index + step) &&
      ![...Array(step).keys()].some((between) => sentence.breaksAt(index + 1 + between)),
  );

const conditional: Caution = (sentence) => {
  const word = sentence.words.find(
    ({ lower, index }) =>
      /^(if|unless|once|provided|when|whenever|after|assuming|except)$/.test(lower) &&
      sentence.isFree(index) &&
      !(lower === 'if' && /^(possible|needed|necessary|you|so|required|not)$/.test(sentence.at(index + 1))) &&
      !(lower === 'after' && /^(all|that)$/.test(sentence.at(index + 1))),
  );
  return word && word.lower !== 'except'
    ? `"${word.lower} ..." is a condition, which a change cannot wait for`
    : undefined;
};

const descriptive =
  /^(new|newer|recent|old|older|different|various|certain|particular|specific|common|frequent|bad|good|big|small|large|great|long|worse|better|main|major|minor|other|others|same|serious|remaining|rest|duplicate|similar|related|important|nearby|typical|usual|simple|easy|difficult)$/;

/** An adjective that no slot understood stands before what is selected. */
const unreadAdjective: Caution = (sentence) => {
  const word = sentence.words.find(
    ({ lower, index }) =>
      descriptive.test(lower) &&
      sentence.isFree(index) &&
      (isBeforeNoun(sentence, index) || lower === 'rest'),
  );
  return word && `"${word.text}" was not used`;
};

/** "two potholes", "some of these", "half of them": fewer than all that fit, and not said which. */
const quantified: Caution = (sentence) => {
  const word = sentence.words.find(({ lower, index }) => {
    if (!sentence.isFree(index)) return false;
    if (/^(some|several|few|half|most|many|couple|various)$/.test(lower))
      return isBeforeNoun(sentence, index) || sentence.at(index + 1) === 'of';
    if (lower === 'one') return sentence.at(index + 1) === 'of';
    return numberOf(lower) !== undefined && lower !== 'one' && isBeforeNoun(sentence, index);
  });
  return word && `"${word.text}" does not say which of them`;
};

/** Two orders that each name what they are for: one change set cannot hold both. */
const severalObjects: Caution = (sentence, orders) => {
  if (orders.length < 2) return undefined;
  const ends = orders.map((_, at) => orders[at + 1]?.index ?? sentence.words.length);
  const named = orders.filter(({ index }, at) =>
    sentence.words
      .slice(index, ends[at])
      .some(
        ({ index: word, lower }) =>
          sentence.slotOf(word) !== 'note' && (isNoun(sentence, word) || /^inc_/.test(lower)),
      ),
  );
  return named.length > 1 ? 'two orders for different reports; give them one by one' : undefined;
};

const cautions: readonly Caution[] = [conditional, unreadAdjective, quantified, severalObjects];

/** Reasons why the sentence may mean other reports than those that were understood. Looks at the words that no slot took. */
export const cautionsOf = (sentence: Sentence, orders: readonly Order[]): string[] =>
  cautions.flatMap((caution) => caution(sentence, orders) ?? []);
