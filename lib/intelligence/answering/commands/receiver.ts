import type { Sentence } from '../sentence.ts';
import type { Entity } from '../slots/entities.ts';
import { numberOf } from '../time/names.ts';
import type { Order } from './directive.ts';
import { settingVerbs, statusVerbs, transferVerbs } from './verbs.ts';

/** What is known of a sentence's orders while its receiver is looked for. */
export interface Frame {
  orders: readonly Order[];
  passive: { participle: string; index: number } | undefined;
  /** Index of the first word after "these reports:". */
  colon: number | undefined;
}

/** Index of the word before the articles in front of a name. */
export function beforeName(sentence: Sentence, first: number): number {
  let index = first - 1;
  while (/^(the|our|team|crew|user|mr|ms|mrs|guys|folks|people)$/.test(sentence.at(index))) index--;
  return index;
}

export const selectingParticiple =
  /^(assigned|given|allotted|allocated|delegated|handed|passed|belonging|owned|sent|transferred|forwarded)$/;

const modal = /^(should|must|will|shall|to|can|could|has|have|needs|need|please|now|also|would|is|are|may)$/;
const bareActs = /^(takes|handles|gets|picks|covers|receives|owns)$/;
const knownActs =
  /^(take|handle|get|own|do|look|deal|pick|cover|receive|fix|work|attend|manage|process|see|visit|inspect|repair|check|respond|clear|clean|collect|survey|treat|examine|help|assist|go)$/;
const noAct = /^(be|been|have|has|is|are|was|were|the|a|an|all|any|not|know|see|show|tell)$/;

/** "Sanitation should take ...", "vet team to take", "Roads Crew gets": the name is who shall act. */
function actsNext(sentence: Sentence, next: number): boolean {
  let index = next;
  while (modal.test(sentence.at(index)) && index < next + 3) index++;
  const verb = sentence.at(index);
  if (index === next) return bareActs.test(verb);
  const isPerfect = /^(has|have|is|are)$/.test(sentence.at(next)) && sentence.at(next + 1) !== 'to';
  const isStatus = Object.hasOwn(statusVerbs, verb);
  const onlyTo = index === next + 1 && sentence.at(next) === 'to';
  if (onlyTo && !knownActs.test(verb)) return false;
  return !isPerfect && !isStatus && verb !== '' && !noAct.test(verb) && !/(ing|ed)$/.test(verb);
}

/** "give the Water Board three more days": the time is given, not the reports. */
const getsTime = (sentence: Sentence, next: number): boolean =>
  /^(until|till|more|time|extra|another)$/.test(sentence.at(next)) ||
  (numberOf(sentence.at(next)) !== undefined &&
    /^(more|extra|days?|weeks?|hours?)$/.test(sentence.at(next + 1)));

/** "assign Team A's reports to ...": the name is whose they are. */
const ownsNext = (sentence: Sentence, next: number): boolean => {
  const word = sentence.words[next - 1];
  return word !== undefined && /['’]s?$/.test(sentence.text.slice(word.end - 2, word.end));
};

/** "unassigned potholes to Team A": no verb at all. */
export const isVerbless = (sentence: Sentence, at: number): boolean =>
  at > 0 &&
  sentence.words
    .slice(0, at)
    .every(
      ({ lower }) =>
        !/^(is|are|was|were|has|have|had|went|gave|did|do|does|add|added|took|sent)$/.test(lower),
    );

/** After "to": the goal of a handing over, unless "assigned to" selects. */
function isGoal(sentence: Sentence, at: number, { orders, passive, colon }: Frame): boolean {
  const step = /^(over|on|back|off)$/.test(sentence.at(at - 1)) ? at - 2 : at - 1;
  const giver = sentence.at(step);
  if (/^(go|goes|going|switch|belong|belongs)$/.test(giver)) return true;
  if (selectingParticiple.test(giver)) return passive?.index === at - 1;
  const hands = orders.some(
    ({ verb, index }) => (transferVerbs.has(verb) || settingVerbs.has(verb)) && index < at,
  );
  return (
    hands ||
    passive !== undefined ||
    (colon !== undefined && at >= colon) ||
    (orders.length === 0 && isVerbless(sentence, at))
  );
}

/** "Dispatch NDRF to the floods", "medics to the open incidents": who goes, then where to. */
const goesTo = (sentence: Sentence, before: string, first: number, next: number): boolean =>
  /^(to|onto|on)$/.test(sentence.at(next)) &&
  (/^(dispatch|deploy|send|direct|get|put|assign)$/.test(before) ||
    (first === 0 &&
      sentence.at(next) === 'to' &&
      /^(the|all|every|any|pending|open|unassigned)$/.test(sentence.at(next + 1))));

/** Right after a verb that takes the receiver first. */
function followsVerb(sentence: Sentence, before: string, next: number): boolean {
  if (before === 'put' || before === 'make')
    return /^(on|responsible|in|the|owner|assignee)$/.test(sentence.at(next));
  if (
    /^(assign|give|hand|send|pass|allot|allocate|reassign|task|charge|entrust|appoint|designate|nominate)$/.test(
      before,
    )
  )
    return !getsTime(sentence, next) && !ownsNext(sentence, next);
  return /^(let|have|ask|get|tell)$/.test(before);
}

/** "could somebody from Sanitation look into them". */
const isSomebodyFrom = (sentence: Sentence, at: number): boolean =>
  sentence.at(at) === 'from' && /^(somebody|someone|anybody|anyone|people|one)$/.test(sentence.at(at - 1));

const acting =
  /^(take|handle|look|deal|do|fix|see|attend|check|go|visit|inspect|repair|clean|clear|manage|work)$/;

/** "I want them handled by Sunita Rao". */
const isWishedBy = (sentence: Sentence, at: number): boolean =>
  /^(handled|done|taken|fixed|managed|covered|resolved|looked|seen|checked|inspected|repaired|cleared|cleaned|processed|worked|dealt)$/.test(
    sentence.at(/^(over|after|on|to|with|care|of)$/.test(sentence.at(at - 1)) ? at - 2 : at - 1),
  ) && /^(i|we|please|kindly)\b.*\b(want|need|like|wish|have|get)\b/.test(sentence.phrase(0, at));

/** "should be with Team A", "I want these with Team A", "under Team A please". */
function isWishedWith(sentence: Sentence, at: number): boolean {
  const text = sentence.phrase(0, at);
  return (
    /\b(should|must|to) be$/.test(text) ||
    /^(i|we) (want|need|would like)\b/.test(text) ||
    sentence.words.some(({ lower }) => lower === 'please')
  );
}

/** "Team A is now responsible for", "new assignee for these is Team A", "these are Team A's job now". */
function isNamedResponsible(sentence: Sentence, before: string, first: number, next: number): boolean {
  const after = sentence.phrase(next, next + 4);
  if (/^(is|are) (now |from now on )?(responsible|in charge)/.test(after)) return after.includes('now');
  const fore = sentence.phrase(0, first);
  return (
    (before === 'is' || before === '=') &&
    /\b(assignee|owner|in charge|responsible|handler|contact|caretaker)\b/.test(fore) &&
    !/^(who|what|which)\b/.test(fore)
  );
}

/** Whether the name is where reports are to go. */
export function isReceiver(sentence: Sentence, { first, next }: Entity, frame: Frame): boolean {
  const at = beforeName(sentence, first);
  const before = sentence.at(at);
  const { orders, colon } = frame;
  if (/→|->|=>/.test(sentence.gapAt(first)) || goesTo(sentence, before, first, next)) return true;
  if (/^(to|onto|into)$/.test(before)) return isGoal(sentence, at, frame);
  if (
    before === 'by' &&
    /\b(should|must|to|needs to|need to) be (handled|done|taken|fixed|managed|covered|resolved|looked after|taken care of|dealt with)$/.test(
      sentence.phrase(at - 7, at),
    )
  )
    return true;
  if (before === 'by' && isWishedBy(sentence, at)) return true;
  if (isSomebodyFrom(sentence, at)) return actsNext(sentence, next) || acting.test(sentence.at(next));
  if ((before === 'with' || before === 'under') && isWishedWith(sentence, at)) return true;
  if (/^as (the |its |their )?(assignee|owner|handler|responsible)/.test(sentence.phrase(next, next + 3)))
    return true;
  if (before === 'on' && /^(desk|plate|queue|list|table)$/.test(sentence.at(next)) && orders.length > 0)
    return true;
  if (/^(need|want)$/.test(before) && sentence.at(next) === 'on') return true;
  if (before === 'with')
    return orders.some(({ verb, index }) => /^(put|leave|place|park)$/.test(verb) && index < at);
  if (followsVerb(sentence, before, next)) return true;
  if (colon !== undefined && first >= colon && /[:,;]/.test(sentence.gapAt(first))) return true;
  if (colon === next && first === 0) return true;
  if (/^(assignee|owner|responsible)$/.test(before)) return true;
  if (isNamedResponsible(sentence, before, first, next)) return true;
  return !/^(of|from|by|in|at)$/.test(before) && actsNext(sentence, next);
}

/** "..., person in charge is Tom": the words that say what he is, back to the comma. */
function takeClauseBefore(sentence: Sentence, first: number): void {
  let start = first;
  while (start > 0 && start > first - 6 && !sentence.breaksAt(start)) start--;
  if (sentence.breaksAt(start)) sentence.take('action', start, first);
}

/** Takes the name with the small words that make it a receiver ("to", "should take care of"). */
export function takeReceiver(sentence: Sentence, { first, next }: Entity): void {
  const at = beforeName(sentence, first);
  if (isNamedResponsible(sentence, sentence.at(at), first, next)) takeClauseBefore(sentence, first);
  const leads =
    /^(to|with|over|onto|on|put|let|have|ask|get|tell|assign|give|hand|make|dispatch|send|deploy)$/;
  sentence.take('action', at >= 0 && leads.test(sentence.at(at)) ? at : first, next);
  if (!actsNext(sentence, next) && !leads.test(sentence.at(at)) && !isSomebodyFrom(sentence, at)) return;
  let index = next;
  while (modal.test(sentence.at(index)) && index < next + 3) index++;
  const isVerb =
    index > next ||
    bareActs.test(sentence.at(index)) ||
    /^(handle|take|do|fix|look|deal|responsible|owner)$/.test(sentence.at(index));
  if (!isVerb) return;
  index++;
  while (
    /^(over|after|care|of|charge|with|up|it|them|at|into|on|the)$/.test(sentence.at(index)) &&
    index < next + 6 &&
    sentence.at(index) !== 'the'
  )
    index++;
  sentence.take('action', next, index);
}
