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

/** "close them but keep the ones from Riverside": an exception that one change set cannot hold. */
const contrary: Caution = (sentence) => {
  const word = sentence.words.find(
    ({ lower, index }) =>
      /^(but|however|though|although|whereas|otherwise|except|excluding|instead)$/.test(lower) &&
      sentence.isFree(index) &&
      index > 0 &&
      !(lower === 'instead' && sentence.words[index + 1] === undefined),
  );
  return word && `what follows "${word.lower}" was not understood`;
};

/** A name among the conditions that nothing ties to the reports: whoever it is may have been meant otherwise. */
const looseName: Caution = (sentence) => {
  const word = sentence.words.find(
    ({ index }) => sentence.slotOf(index) === 'assignee' && sentence.slotOf(index - 1) !== 'assignee',
  );
  if (!word || !word.capital) return undefined;
  const before = /^(the|mr|mrs|ms|our)$/.test(sentence.at(word.index - 1))
    ? sentence.at(word.index - 2)
    : sentence.at(word.index - 1);
  const tied =
    /^(of|from|by|with|to|under|for|on|at|all|and|or|not|except|the)$/.test(before) || word.index === 0;
  let last = word.index;
  while (sentence.slotOf(last + 1) === 'assignee') last++;
  const { end } = sentence.words[last] ?? word;
  const owns =
    /^['’]|s['’]/.test(sentence.text.slice(end - 2, end + 1)) ||
    /['’]s?$/.test(sentence.text.slice(end - 2, end));
  const noun = isNoun(sentence, last + 1) || sentence.slotOf(last + 1) !== undefined;
  return tied || owns || noun ? undefined : `"${word.text}" was taken for who has the reports now`;
};

const cautions: readonly Caution[] = [
  conditional,
  unreadAdjective,
  quantified,
  severalObjects,
  contrary,
  looseName,
];

/** Reasons why the sentence may mean other reports than those that were understood. Looks at the words that no slot took. */
export const cautionsOf = (sentence: Sentence, orders: readonly Order[]): string[] =>
  cautions.flatMap((caution) => caution(sentence, orders) ?? []);
