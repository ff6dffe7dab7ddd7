import type { Sentence } from '../sentence.ts';
import type { Entity } from '../slots/entities.ts';
import { slotWords } from '../slot-words.ts';
import { isFunctionWord, isReportNoun } from '../vocabulary.ts';
import type { Order } from './directive.ts';
import { beforeName, isReceiver, selectingParticiple, takeReceiver, type Frame } from './receiver.ts';
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
  'cancel the assignment',
  'cancel the assignments',
  'cancel assignment',
  'drop the assignment',
  'remove the assignments',
  'clear the assignment',
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

/** Past "the contractor", "someone called". */
function nameStart(sentence: Sentence, at: number): number {
  let first = at;
  if (
    /^(someone|somebody|a|the|our)$/.test(sentence.at(first)) &&
    /^(called|named)$/.test(sentence.at(first + 1))
  )
    return first + 2;
  if (/^(the|our)$/.test(sentence.at(first))) first++;
  if (
    first > at &&
    /^(contractor|company|firm|agency|vendor)$/.test(sentence.at(first)) &&
    sentence.words[first + 1]?.capital
  )
    first++;
  if (/^(a|the)$/.test(sentence.at(at)) && /^(called|named)$/.test(sentence.at(at + 2))) return at + 3;
  return first;
}

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
    const first = nameStart(sentence, at + 1);
    let next = first;
    while (
      next < sentence.words.length &&
      next < first + 4 &&
      !endOfName.test(sentence.at(next)) &&
      !(next > first && sentence.breaksAt(next))
    )
      next++;
    const isName =
      next > first &&
      !isFunctionWord(sentence.at(first)) &&
      (next > first + 1 || !slotWords.has(sentence.at(first))) &&
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
