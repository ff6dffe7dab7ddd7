import type { Sentence } from '../sentence.ts';
import type { Entity } from '../slots/entities.ts';
import { beforeName, isReceiver, takeReceiver, type Frame } from './receiver.ts';
import { isTeamName, unknownReceiver } from './unknown-receiver.ts';
import { statusVerbs, transferVerbs } from './verbs.ts';

/** Whom the sentence hands the reports to. `undefined`: to nobody new; `null`: from whoever has them. */
export interface AssigneeValue {
  assignee: string | null | undefined;
  doubt?: string;
  /** Index of the word after the receiver's name. */
  next?: number;
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

/** "take the potholes away from Team A": those that it has, when nobody is named to have them next. */
function isTakenFrom(sentence: Sentence, entities: readonly Entity[]): boolean {
  const away = sentence.find(['away from', 'back from', 'off']);
  const verb = sentence.words.find(({ lower }) => /^(take|pull|withdraw|remove)$/.test(lower));
  const from =
    away &&
    entities.find(
      (each) => isPerson(each) && beforeName(sentence, each.first) < away.next + 1 && each.first >= away.next,
    );
  const goesOn = sentence.words.some(
    ({ lower, index }) => /^(give|assign|to|hand)$/.test(lower) && index > (from?.next ?? 0),
  );
  if (!away || !verb || !from || verb.index > away.first || goesOn) return false;
  sentence.take('action', verb.index);
  sentence.take('action', away.first, away.next);
  return true;
}

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
  return off !== undefined || isTakenFrom(sentence, entities);
}

/** "to Team A or Sanitation", "to Priya and Tom": another name joined to the receiver's. */
function alternativeAt(sentence: Sentence, entities: readonly Entity[], next: number): string | undefined {
  const joint = /^(or|and|with|plus)$/.test(sentence.at(next)) || /^\s*[/&,]\s*$/.test(sentence.gapAt(next));
  const start = /^(or|and|with|plus|also|together|maybe|perhaps|rather|either)$/;
  let at = next;
  while (joint && at < next + 3 && (start.test(sentence.at(at)) || /^(the|to|with)$/.test(sentence.at(at))))
    at++;
  const other = joint ? entities.find((each) => isPerson(each) && each.first === at) : undefined;
  if (!other || actsOn(sentence, other.next)) return undefined;
  return sentence.original(other.first, other.next);
}

/** "and Tom takes the rest" begins another clause. */
const actsOn = (sentence: Sentence, next: number): boolean =>
  /^(takes|gets|handles|should|must|will|shall|to)$/.test(sentence.at(next));

/** "tell Priya to close them": what she shall do is a change that she makes. */
const isToldTo = (sentence: Sentence, { first, next }: Entity): boolean =>
  /^(tell|ask|remind|have|get|let|want)$/.test(sentence.at(beforeName(sentence, first))) &&
  [next, next + 1].some(
    (index) =>
      Object.hasOwn(statusVerbs, sentence.at(index)) && !/^(start|begin|complete)$/.test(sentence.at(index)),
  );

const selfReceiver = /\b(to|with) (me|myself)\b|\b(assign|allot|allocate) me\b/;

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
    const other = receivers.map(({ next }) => alternativeAt(sentence, entities, next)).find(Boolean);
    if (other !== undefined)
      return {
        assignee: idOf(receiver),
        unclear: true,
        doubt: `"${other}" was named beside ${value.name}; one can have them`,
      };
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
    if (isToldTo(sentence, receiver))
      return {
        assignee: idOf(receiver),
        unclear: true,
        doubt: `${value.name} cannot be told to do it; handing the reports over is proposed`,
      };
    return {
      assignee: idOf(receiver),
      next: receiver.next,
      ...misread,
      ...(receiver.score < 0.8 && { unclear: true }),
    };
  }
  const hasTransfer = frame.orders.some(({ verb }) => transferVerbs.has(verb));
  if (
    hasTransfer &&
    selfReceiver.test(sentence.phrase(0, sentence.words.length)) &&
    sentence.input.people.asking !== ''
  )
    return { assignee: sentence.input.people.asking };
  const unknown = unknownReceiver(sentence, frame.orders, frame.passive, entities);
  if (unknown === undefined) return { assignee: undefined };
  if (isTeamName(unknown))
    return {
      assignee: unknown,
      unclear: true,
      doubt: `no team is named "${unknown}"; nothing is written before somebody approves the name`,
    };
  return { assignee: unknown, doubt: `no team or user is named "${unknown}"; the name is kept as given` };
}
