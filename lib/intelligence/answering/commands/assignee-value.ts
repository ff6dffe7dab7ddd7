import type { Sentence } from '../sentence.ts';
import type { Entity } from '../slots/entities.ts';
import { slotWords } from '../slot-words.ts';
import { isFunctionWord, isReportNoun } from '../vocabulary.ts';
import { hasBreakBefore } from '../words.ts';
import type { Order } from './directive.ts';
import { strictTransferVerbs, transferVerbs } from './verbs.ts';

/** Whom the sentence hands the reports to. `undefined`: to nobody new; `null`: from whoever has them. */
export interface AssigneeValue {
  assignee: string | null | undefined;
  doubt?: string;
  /** Several were named as receivers. */
  unclear?: boolean;
}

const isPerson = ({ value }: Entity): boolean => value.kind === 'team' || value.kind === 'user';

const idOf = ({ value }: Entity): string => (value.kind === 'team' || value.kind === 'user' ? value.id : '');

/** Index before the articles in front of a name. */
function beforeName(sentence: Sentence, first: number): number {
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
const selectingParticiple =
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

interface Frame {
  orders: readonly Order[];
  passive: { participle: string; index: number } | undefined;
  /** Index of the first word after "these reports:". */
  colon: number | undefined;
}

/** Whether the name is where reports are to go. */
function isReceiver(sentence: Sentence, { first, next }: Entity, { orders, passive, colon }: Frame): boolean {
  const at = beforeName(sentence, first);
  const before = sentence.at(at);
  if (/→|->|=>/.test(sentence.words[first]?.gap ?? '')) return true;
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
  if (colon !== undefined && first >= colon && /[:,;]/.test(sentence.words[first]?.gap ?? '')) return true;
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

function takeReceiver(sentence: Sentence, { first, next }: Entity): void {
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

const taking = [
  'unassign',
  'remove the assignee',
  'remove the owner',
  'remove assignee',
  'clear the assignee',
  'clear assignee',
  'clear the owner',
  'assign to nobody',
  'assign to no one',
  'assign them to nobody',
  'assign it to nobody',
  'set assignee to none',
  'set the assignee to none',
  'set assignee to nobody',
  'make unassigned',
  'remove the assignment',
  'remove assignment',
  'drop the assignee',
  'free up',
];

/** "unassign", "take Team A off", "remove Priya from": nobody has them afterwards. */
function isTakenAway(sentence: Sentence, entities: readonly Entity[]): boolean {
  const phrase = sentence.find(taking);
  if (phrase) {
    sentence.take('action', phrase.first, phrase.next);
    if (/^(from|of)$/.test(sentence.at(phrase.next))) sentence.take('action', phrase.next);
    return true;
  }
  const off = entities.find(
    ({ value, first, next }) =>
      (value.kind === 'team' || value.kind === 'user') &&
      /^(take|remove|pull|drop)$/.test(sentence.at(beforeName(sentence, first))) &&
      /^(off|from|as)$/.test(sentence.at(next)),
  );
  if (off) sentence.take('action', beforeName(sentence, off.first), off.next + 1);
  return off !== undefined;
}

const endOfName =
  /^(and|or|due|by|with|in|at|on|from|that|which|until|please|who|for|as|before|within|tomorrow|today|now|asap|then|to|the|them|it|these|those|priority|status|high|critical|medium|low)$/;

/** A name after "to" that nobody bears: stored as given. */
function unknownReceiver(
  sentence: Sentence,
  orders: readonly Order[],
  passive: Frame['passive'],
): string | undefined {
  const order =
    orders.find(({ verb }) => strictTransferVerbs.has(verb)) ??
    (passive && selectingParticiple.test(passive.participle) ? { verb: 'assign', index: 0 } : undefined);
  if (!order) return undefined;
  for (let at = order.index + 1; at < sentence.words.length; at++) {
    if (
      sentence.at(at) !== 'to' ||
      !sentence.isFree(at) ||
      (selectingParticiple.test(sentence.at(at - 1)) && !passive)
    )
      continue;
    const first = /^(the|our)$/.test(sentence.at(at + 1)) ? at + 2 : at + 1;
    let next = first;
    while (
      next < sentence.words.length &&
      next < first + 4 &&
      !endOfName.test(sentence.at(next)) &&
      !(next > first && hasBreakBefore(sentence.words[next]!))
    )
      next++;
    const isName =
      next > first &&
      !isFunctionWord(sentence.at(first)) &&
      !slotWords.has(sentence.at(first)) &&
      !isReportNoun(sentence.stemAt(first)) &&
      sentence.isFree(first);
    if (!isName) continue;
    sentence.take('action', at, next);
    return sentence.original(first, next);
  }
  return undefined;
}

const selfReceiver = /\b(to|with) (me|myself)\b/;

/** Who shall have the reports from now on; takes the words that say so. */
export function readAssigneeValue(
  sentence: Sentence,
  entities: readonly Entity[],
  frame: Frame,
): AssigneeValue {
  if (isTakenAway(sentence, entities)) return { assignee: null };
  const receivers = entities.filter(
    (entity) => isPerson(entity) && sentence.isFree(entity.first) && isReceiver(sentence, entity, frame),
  );
  const [receiver] = receivers;
  if (receiver) {
    for (const each of receivers) takeReceiver(sentence, each);
    const ids = new Set(receivers.map(idOf));
    const value = receiver.value as { name: string };
    const misread =
      receiver.score < 0.9
        ? { doubt: `"${sentence.original(receiver.first, receiver.next)}" was read as ${value.name}` }
        : {};
    if (ids.size > 1)
      return {
        assignee: idOf(receiver),
        unclear: true,
        doubt: 'more than one receiver was named; the first was taken',
      };
    return { assignee: idOf(receiver), ...misread, ...(receiver.score < 0.8 && { unclear: true }) };
  }
  const hasTransfer = frame.orders.some(({ verb }) => transferVerbs.has(verb));
  if (
    hasTransfer &&
    selfReceiver.test(sentence.phrase(0, sentence.words.length)) &&
    sentence.input.people.asking !== ''
  )
    return { assignee: sentence.input.people.asking };
  const unknown = unknownReceiver(sentence, frame.orders, frame.passive);
  if (unknown === undefined) return { assignee: undefined };
  return { assignee: unknown, doubt: `no team or user is named "${unknown}"; the name is kept as given` };
}
