import type { Draft, Sentence } from '../sentence.ts';

const firstOf = (sentence: Sentence, slot: string): number =>
  sentence.words.find(({ index }) => sentence.slotOf(index) === slot)?.index ?? -1;

const told =
  /^(reported|received|came|come|submitted|filed|logged|raised|lodged|created|in|happened|occurred|sent|from|of|opened|closed|resolved)$/;

/** "assign them next week", "close them on Friday": when to do it, or of which time they are. */
function looseTime(sentence: Sentence, draft: Draft): string | undefined {
  const first = firstOf(sentence, 'time');
  if (first < 0) return undefined;
  const { from } = draft.filters;
  const ahead = from !== undefined && Date.parse(from) > sentence.calendar.now.getTime();
  const lead = sentence.at(first);
  const before = sentence.at(first - 1);
  let next = first;
  while (sentence.slotOf(next) === 'time') next++;
  const describes =
    sentence.words[next] !== undefined && !sentence.breaksAt(next) && sentence.slotOf(next) !== 'due';
  const afterAct = sentence.slotOf(first - 1) === 'action' && !told.test(before) && !describes;
  const isDay = /^(on|after)$/.test(lead) && !told.test(before);
  return ahead || afterAct || isDay ? 'the time may be meant for the change itself' : undefined;
}

const restricting = new Set([
  'status',
  'priority',
  'urgency',
  'time',
  'place',
  'assignee',
  'sentiment',
  'due',
  'source',
]);

/** "the noise complaints and the critical potholes", "potholes at Station Road and garbage": one condition for both, or for one of them. */
function unevenList(sentence: Sentence, { filters }: Draft): string | undefined {
  if ((filters.category?.length ?? 0) < 2) return undefined;
  const categories = sentence.words.filter(({ index }) => sentence.slotOf(index) === 'category');
  const [first, last] = [categories[0]?.index ?? 0, categories.at(-1)?.index ?? 0];
  const between = sentence.words
    .slice(first, last)
    .find(({ index }) => restricting.has(sentence.slotOf(index) ?? ''));
  return between && `"${between.text}" may be meant for only one of them`;
}

/** Reasons why a condition may reach other reports than it was read for. */
export const scopeCautions = (sentence: Sentence, draft: Draft): string[] =>
  [looseTime(sentence, draft), unevenList(sentence, draft)].filter((caution) => caution !== undefined);
