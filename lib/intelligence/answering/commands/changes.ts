import type { FieldChanges, QueryMode } from '../../../domain/query.ts';
import type { Names } from '../names.ts';
import { findEntities } from '../slots/entities.ts';
import type { Sentence } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';
import { readAssigneeValue } from './assignee-value.ts';
import { findPassiveOrder, type Order } from './directive.ts';
import { readDueDate } from './due-date.ts';
import { readPriorityValue } from './priority-value.ts';
import { readStatusValue } from './status-value.ts';
import { dutyVerbs, statusVerbs } from './verbs.ts';

/** What a sentence orders. */
export interface Ordered {
  changes: FieldChanges;
  doubts: string[];
  /** What is to be changed to could be meant otherwise. */
  unclear: boolean;
}

/** First word after a colon that parts a selection from what is to be done with it. */
function colonIndex(sentence: Sentence): number | undefined {
  return sentence.words.find(
    ({ gap, index }) => index > 0 && gap.includes(':') && sentence.slotOf(index) !== 'note',
  )?.index;
}

/** "priority medium for ...", "due date end of month for ...", "note on ...: ...": the field comes first, no verb. */
function startsWithField(sentence: Sentence): boolean {
  const at = /^(please|new)$/.test(sentence.at(0)) ? 1 : 0;
  const word = sentence.at(at);
  const isField = /^(priority|status|deadline|note|comment|remark|assignee|owner)$/.test(word);
  return isField || (word === 'due' && /^dates?$/.test(sentence.at(at + 1)));
}

/** "finish the street lights by Sunday". */
const startsWithDuty = (sentence: Sentence): boolean =>
  dutyVerbs.has(sentence.at(sentence.at(0) === 'please' ? 1 : 0));

const asksNicely = (sentence: Sentence): boolean =>
  sentence.words.some(({ lower }) => lower === 'please' || lower === 'kindly') &&
  !/\b(show|list|tell|give|find|count|how|what|which)\b/.test(sentence.phrase(0, sentence.words.length));

/** "must be finished by tomorrow", "have until Friday": a duty is an order too. */
const isDuty = (sentence: Sentence): boolean =>
  /\b(must|should|have to|has to|need to|needs to|shall|are to)\b/.test(
    sentence.phrase(0, sentence.words.length),
  );

const past =
  /^(assigned|gave|sent|moved|handed|passed|transferred|took|reassigned|forwarded|closed|resolved|marked|set|changed|put|allotted|delegated)$/;

/** "I assigned the potholes to Team A": what was done, not what is to be done. */
const isStatement = (sentence: Sentence): boolean =>
  (past.test(sentence.at(0)) &&
    /^(the|all|every|it|them|these|those|this|some|my|our|inc_.*)$/.test(sentence.at(1))) ||
  sentence.words.some(({ lower, index }) => {
    if (!past.test(lower) || lower === 'set' || lower === 'put') return false;
    const subject = /^(already|just|have|has|had|also)$/.test(sentence.at(index - 1)) ? index - 2 : index - 1;
    return (
      /^(i|we|they|he|she|you|somebody|someone)$/.test(sentence.at(subject)) &&
      !/\b(that|which|who)$/.test(sentence.at(subject - 1))
    );
  });

/** Closing something "by Friday" may mean the deadline or the closing itself. */
const isDueOrDone = (sentence: Sentence, orders: readonly Order[], due: boolean): boolean =>
  due &&
  orders.length === 1 &&
  Object.hasOwn(statusVerbs, orders[0]?.verb ?? '') &&
  !sentence.words.some(({ lower }) => lower === 'due' || lower === 'deadline');

const spokenOf = (sentence: Sentence): boolean => sentence.words.some(({ stem }) => isReportNoun(stem));

/** New values of all fields; takes the words that name them. `note` was read before. */
export function readChanges(
  sentence: Sentence,
  names: Names,
  orders: readonly Order[],
  note: string | undefined,
  mode: QueryMode | undefined,
): Ordered {
  const passive = findPassiveOrder(sentence);
  const colon = colonIndex(sentence);
  const due = readDueDate(sentence, orders, colon !== undefined);
  const entities = findEntities(sentence, names);
  const receiver = readAssigneeValue(sentence, entities, { orders, passive, colon });
  const context = { orders, passive, entities, colon, named: receiver.next };
  const priority = readPriorityValue(sentence, context);
  const status = readStatusValue(sentence, context);
  const isOrder =
    orders.length > 0 ||
    /→|->|=>/.test(sentence.text) ||
    passive !== undefined ||
    colon !== undefined ||
    startsWithField(sentence);
  const named = receiver.assignee !== undefined && !isStatement(sentence);
  const directed =
    isOrder ||
    named ||
    mode === 'management' ||
    isDuty(sentence) ||
    startsWithDuty(sentence) ||
    asksNicely(sentence);
  const changes: FieldChanges = {
    ...(status.status && { status: status.status }),
    ...(receiver.assignee !== undefined && (isOrder || named) && { assignee: receiver.assignee }),
    ...(priority.priority && { priority: priority.priority }),
    ...(due?.date !== undefined && directed && { due_date: due.date }),
    ...(note !== undefined && { note }),
  };
  const doubts = [due?.doubt, receiver.doubt, priority.doubt, status.doubt].filter(
    (doubt) => doubt !== undefined,
  );
  const guessed = isDueOrDone(sentence, orders, due?.date !== undefined);
  if (guessed) doubts.push('the time was taken for the deadline');
  const unclear = [
    due?.doubt !== undefined,
    receiver.unclear,
    priority.unclear,
    status.unclear,
    guessed,
  ].includes(true);
  if (orders.length > 0 && Object.keys(changes).length === 0 && spokenOf(sentence))
    doubts.push('no new value was named');
  return { changes, doubts, unclear };
}
