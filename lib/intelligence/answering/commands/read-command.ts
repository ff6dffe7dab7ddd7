import type { FieldChanges, Interpretation, QueryMode } from '../../../domain/query.ts';
import { hasBreakBefore } from '../words.ts';
import { noIntent } from '../read-question.ts';
import { openSentence, readSelection } from '../read-slots.ts';
import { findEntities } from '../slots/entities.ts';
import type { Draft, ReadingInput, Sentence } from '../sentence.ts';
import { readAssigneeValue } from './assignee-value.ts';
import { findOrders, findPassiveOrder, mayOrder, type Order } from './directive.ts';
import { readDueDate } from './due-date.ts';
import { readPriorityValue, readStatusValue } from './field-values.ts';
import { readNote } from './note.ts';
import { meansAll, meansOne, readPointing, selects, type Pointed } from './selection.ts';

interface Ordered {
  changes: FieldChanges;
  doubts: string[];
  unclear: boolean;
}

/** First word after a colon that parts a selection from what is to be done with it. */
function colonIndex(sentence: Sentence): number | undefined {
  return sentence.words.find(
    ({ gap, index }) => index > 0 && gap.includes(':') && sentence.slotOf(index) !== 'note',
  )?.index;
}

/** "priority medium for ...", "due date end of month for ...", "note on ...: ...": the field comes first, no verb. */
const startsWithField = (sentence: Sentence): boolean =>
  /^(priority|status|due|deadline|note|comment|remark|assignee|owner)$/.test(
    sentence.at(/^(please|new)$/.test(sentence.at(0)) ? 1 : 0),
  );

function readChanges(
  sentence: Sentence,
  names: Parameters<typeof findEntities>[1],
  orders: readonly Order[],
  mode: QueryMode | undefined,
): Ordered {
  const note = readNote(sentence);
  const passive = findPassiveOrder(sentence);
  const colon = colonIndex(sentence);
  const due = readDueDate(sentence, colon !== undefined);
  const entities = findEntities(sentence, names);
  const receiver = readAssigneeValue(sentence, entities, { orders, passive: passive !== undefined, colon });
  const context = { orders, passive, entities, colon };
  const priority = readPriorityValue(sentence, context);
  const status = readStatusValue(sentence, context);
  const directed =
    orders.length > 0 ||
    passive !== undefined ||
    colon !== undefined ||
    startsWithField(sentence) ||
    receiver.assignee !== undefined ||
    mode === 'management';
  const changes: FieldChanges = {
    ...(status.status && { status: status.status }),
    ...(receiver.assignee !== undefined && { assignee: receiver.assignee }),
    ...(priority.priority && { priority: priority.priority }),
    ...(due?.date !== undefined && (directed || isDuty(sentence)) && { due_date: due.date }),
    ...(note !== undefined && { note }),
  };
  const doubts = [due?.doubt, receiver.doubt, priority.doubt, status.doubt].filter(
    (doubt) => doubt !== undefined,
  );
  return {
    changes,
    doubts,
    unclear: Boolean(receiver.unclear ?? false) || Boolean(priority.unclear) || Boolean(status.unclear),
  };
}

/** "must be finished by tomorrow", "have until Friday": a duty is an order too. */
const isDuty = (sentence: Sentence): boolean =>
  /\b(must|should|have to|has to|need to|needs to|shall|are to)\b/.test(
    sentence.phrase(0, sentence.words.length),
  );

function takeActionWords(sentence: Sentence, orders: readonly Order[]): void {
  for (const { index } of orders) sentence.take('action', index);
  for (const { index, lower } of sentence.words)
    if (
      /^(please|kindly|work|started|start|done|finished|finish|responsible|assign|assigned)$/.test(lower) &&
      sentence.isFree(index) &&
      !/^(assigned)$/.test(lower)
    ) {
      if (lower !== 'started' || sentence.at(index - 1) === 'has' || sentence.at(index - 1) === 'have')
        sentence.take('action', index);
    }
}

const remark = /^(the|he|she|it|they|we|i|there|because|as|since|so|this|these|all|everything|that)$/;
const finite = /^(is|are|was|were|has|have|had|says|said|did|does|got|went|looks|seems)$/;

/** A clause after the order that only says why ("close this one, the farmer is satisfied"): it selects nothing. */
function takeRemarks(sentence: Sentence, draftDoubts: string[]): void {
  const starts = [0, ...sentence.words.filter((word) => hasBreakBefore(word)).map(({ index }) => index)];
  const clauses = starts.map((first, at) => ({ first, next: starts[at + 1] ?? sentence.words.length }));
  const words = (clause: { first: number; next: number }) => sentence.words.slice(clause.first, clause.next);
  const orders = (clause: { first: number; next: number }) =>
    words(clause).some(({ index }) => sentence.slotOf(index) === 'action');
  const firstOrder = clauses.findIndex(orders);
  for (const [at, clause] of clauses.entries()) {
    const isRemark =
      remark.test(sentence.at(clause.first)) && words(clause).some(({ lower }) => finite.test(lower));
    if (firstOrder < 0 || at <= firstOrder || orders(clause) || !isRemark) continue;
    draftDoubts.push(`taken as a remark: "${sentence.original(clause.first, clause.next)}"`);
    sentence.take('remark', clause.first, clause.next);
  }
}

/** Selection by pointing replaces a search for stray words: they comment on it. */
function settle(draft: Draft, pointed: Pointed): void {
  const commented = pointed.ids !== undefined || draft.filters.incident_ids !== undefined;
  if (pointed.ids) draft.filters.incident_ids = [...pointed.ids];
  if (!commented || draft.unmatched.length === 0) return;
  draft.doubts.push(`not used: ${draft.unmatched.join(' ')}`);
  delete draft.filters.q;
  draft.unmatched = [];
}

function toInterpretation(
  sentence: Sentence,
  draft: Draft,
  { changes, doubts, unclear }: Ordered,
): Interpretation {
  const { shape } = draft;
  const ambiguous = unclear || draft.unmatched.length > 0 || draft.second.place !== undefined;
  const single = draft.filters.incident_ids === undefined && shape.limit === undefined && meansOne(sentence);
  return {
    intent: 'command',
    filters: draft.filters,
    metric: 'count',
    ...(shape.limit !== undefined &&
      shape.group_by === undefined && { limit: shape.limit, order: shape.order ?? 'desc' }),
    ...(shape.time_range && { time_range: shape.time_range }),
    unmatched: draft.unmatched,
    doubts: [...doubts, ...draft.doubts],
    changes,
    ambiguous,
    ...(single && { single }),
    confidence: Math.max(
      0.2,
      0.95 - 0.15 * draft.unmatched.length - 0.1 * (doubts.length + draft.doubts.length),
    ),
  };
}

const unclearSelection = (): Interpretation =>
  noIntent('it is not clear which reports are meant; name them, or say all');

const forbidden =
  /^(delete|erase|remove|drop|purge|wipe|destroy|trash|discard|undo|revert|rename|merge|email|mail|grant|create|export|download)$/;
const isForbidden = (sentence: Sentence): boolean =>
  sentence.words
    .slice(0, 4)
    .some(
      ({ lower, index }) =>
        forbidden.test(lower) &&
        sentence.slotOf(index) === undefined &&
        !/^(due|deadline|assignee|owner|note)$/.test(sentence.at(index + 1)) &&
        !/^(due|deadline|assignee|owner)$/.test(sentence.at(index + 2)),
    );

/**
 * The change that a sentence orders and the reports it is meant for; undefined for a sentence that orders nothing. In mode
 * `management` such a sentence has the intent none.
 */
export function readCommand(input: ReadingInput, mode?: QueryMode): Interpretation | undefined {
  const { sentence, names } = openSentence(input);
  const nothing =
    mode === 'management'
      ? noIntent('this is no command that changes a status, an assignee, a priority, a due date or a note')
      : undefined;
  if (!mayOrder(sentence)) return nothing;
  const orders = findOrders(sentence);
  const ordered = readChanges(sentence, names, orders, mode);
  if (Object.keys(ordered.changes).length === 0 || isForbidden(sentence)) return nothing;
  takeActionWords(sentence, orders);
  takeRemarks(sentence, ordered.doubts);
  const before = readSelection(sentence, names);
  const named = selects(before);
  const pointed = readPointing(sentence, input.previous, named);
  settle(before, pointed);
  if (pointed.lost && !named) return unclearSelection();
  if (!selects(before) && !meansAll(sentence)) return unclearSelection();
  return toInterpretation(sentence, before, ordered);
}
