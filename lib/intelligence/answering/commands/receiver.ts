import type { Sentence } from '../sentence.ts';
import type { Entity } from '../slots/entities.ts';
import type { Order } from './directive.ts';
import { transferVerbs } from './verbs.ts';

/** Index before the articles in front of a name. */
export function beforeName(sentence: Sentence, first: number): number {
  let index = first - 1;
  while (
    /^(the|our|team|crew|user|mr|ms|mrs|guys|folks|people|at|from)$/.test(sentence.at(index)) &&
    !/^(at|from)$/.test(sentence.at(index))
  )
    index--;
  return index;
}

const receiving =
  /^(take|takes|handle|handles|get|gets|own|owns|do|does|look|looks|deal|deals|pick|picks|cover|covers|receive|receives|fix|fixes|work|works|responsible|attend|attends|manage|manages|have|has|process|see)$/;

const modal = /^(should|must|will|shall|to|can|could|has|have|needs|need|please|now|also|would|is|are)$/;

export const selectingParticiple =
  /^(assigned|given|allotted|allocated|delegated|handed|passed|belonging|owned|sent|transferred|forwarded)$/;

/** "Sanitation should take ...", "vet team to take", "let the Roads Crew handle": the name is who shall act. */
function actsNext(sentence: Sentence, next: number): boolean {
  let index = next;
  let modals = 0;
  while (modal.test(sentence.at(index)) && index < next + 3) {
    index++;
    modals++;
  }
  const verb = sentence.at(index);
  const bare = modals === 0 && /^(takes|handles|gets|picks|covers|receives|owns)$/.test(verb);
  if (modals === 0 && !bare)
    return /^(let|have|ask|get|tell|make)$/.test(sentence.at(beforeName(sentence, next - 1)));
  return receiving.test(verb) && !/^(has|have|is)$/.test(sentence.at(next)) ? true : bare;
}

export interface Frame {
  orders: readonly Order[];
  passive: { participle: string; index: number } | undefined;
  /** Index of the first word after "these reports:". */
  colon: number | undefined;
}

/** Whether the name is where reports are to go. */
export function isReceiver(
  sentence: Sentence,
  { first, next }: Entity,
  { orders, passive, colon }: Frame,
): boolean {
  const at = beforeName(sentence, first);
  const before = sentence.at(at);
  if (/→|->|=>/.test(sentence.gapAt(first))) return true;
  const transfers = orders.filter(({ verb }) => transferVerbs.has(verb));
  if (before === 'to' || before === 'onto' || before === 'into') {
    const giver =
      sentence.at(at - 1) === 'over' || sentence.at(at - 1) === 'on'
        ? sentence.at(at - 2)
        : sentence.at(at - 1);
    if (/^(go|goes|going|switch|back|belong)$/.test(giver)) return true;
    if (selectingParticiple.test(giver)) return passive?.index === at - 1;
    return (
      transfers.some(({ index }) => index < at) ||
      passive !== undefined ||
      orders.length > 0 ||
      (colon !== undefined && at >= colon) ||
      toIsFragment(sentence, at)
    );
  }
  if (before === 'with')
    return orders.some(({ verb, index }) => /^(put|leave|place|park)$/.test(verb) && index < at);
  if (before === 'for' || before === 'on')
    return orders.some(({ verb, index }) => /^(put)$/.test(verb) && index === at - 1);
  if (before === 'put' || before === 'make') return /^(on|responsible|in)$/.test(sentence.at(next));
  if (/^(assign|give|hand|send|pass|allot|allocate|reassign)$/.test(before))
    return !/^(until|till|more|time|extra)$/.test(sentence.at(next)) && !ownsNext(sentence, next);
  if (/^(let|have|ask|get|tell)$/.test(before)) return true;
  if (colon !== undefined && first >= colon && /[:,;]/.test(sentence.gapAt(first))) return true;
  if (
    /^(assignee|owner|responsible)$/.test(before) ||
    (before === 'is' && /^(assignee|owner)$/.test(sentence.at(at - 1)))
  )
    return true;
  return actsNext(sentence, next);
}

/** "assign Team A's reports to ...": the name is whose they are. */
const ownsNext = (sentence: Sentence, next: number): boolean => {
  const word = sentence.words[next - 1];
  return (
    word !== undefined && /^['’]s?$/.test(sentence.text.slice(word.end - 2, word.end).replace(/^\p{L}/u, ''))
  );
};

/** "unassigned potholes to Team A": no verb at all. */
const toIsFragment = (sentence: Sentence, at: number): boolean =>
  at > 0 &&
  sentence.words
    .slice(0, at)
    .every(({ lower }) => !/^(is|are|was|were|has|have|had|went|gave|did|do|does)$/.test(lower));

export function takeReceiver(sentence: Sentence, { first, next }: Entity): void {
  const at = beforeName(sentence, first);
  sentence.take(
    'action',
    at < first && /^(to|with|over|onto|on|put|let|have|ask|get|tell|assign|give|hand)$/.test(sentence.at(at))
      ? at
      : first,
    next,
  );
  for (
    let index = next;
    index < next + 4 &&
    (modal.test(sentence.at(index)) ||
      receiving.test(sentence.at(index)) ||
      /^(over|after|care|of|charge|with|on|up|it|them)$/.test(sentence.at(index)));
    index++
  )
    sentence.take('action', index);
}
