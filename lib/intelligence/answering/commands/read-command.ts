import type { Interpretation, QueryMode } from '../../../domain/query.ts';
import { hasBreakBefore } from '../words.ts';
import { noIntent } from '../read-question.ts';
import type { Names } from '../names.ts';
import { openSentence, readSelection } from '../read-slots.ts';
import { isReportNoun } from '../vocabulary.ts';
import { readNote } from './note.ts';
import type { Draft, ReadingInput, Sentence } from '../sentence.ts';
import { readChanges, type Ordered } from './changes.ts';
import { findOrders, mayOrder, type Order } from './directive.ts';
import { meansAll, meansOne, readPointing, readPosition, selects, type Pointed } from './selection.ts';

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
  const whole = !selects(draft);
  const ambiguous = unclear || whole || draft.unmatched.length > 0 || draft.second.place !== undefined;
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

const strict =
  /^(assign|reassign|allocate|allot|delegate|set|change|update|mark|raise|lower|escalate|bump|close|resolve|reopen|reject|dismiss|unassign|prioritise|prioritize|postpone|extend|reschedule|push)$/;

/** A sentence that orders nothing that can be done: nothing in mode `management` or when it is an order all the same. */
function noChange(
  orders: readonly Order[],
  doubts: readonly string[],
  mode: QueryMode | undefined,
): Interpretation | undefined {
  const isOrder = orders.some(({ verb }) => strict.test(verb));
  if (!isOrder && mode !== 'management') return undefined;
  const fields = 'only status, assignee, priority, due date and notes can be changed by a command';
  return noIntent([...doubts, fields].join('; '));
}

/** Stray words alone are no selection: "close the window". */
const isOnlyStray = (sentence: Sentence, { filters, unmatched }: Draft): boolean =>
  unmatched.length > 0 &&
  Object.keys(filters).every((key) => key === 'q') &&
  !sentence.words.some(({ stem, lower }) => isReportNoun(stem) || /^ones?$/.test(lower));

/** The selection in the sentence's own words, or by pointing at what was shown; `undefined` when there is none. */
function readWhich(sentence: Sentence, names: Names, input: ReadingInput): Draft | undefined {
  const position = readPosition(sentence, input.previous);
  const draft = readSelection(sentence, names);
  const named = selects(draft);
  const pointed = position ?? readPointing(sentence, input.previous, named);
  settle(draft, pointed);
  if (pointed.lost && (!named || position)) return undefined;
  if (isOnlyStray(sentence, draft)) return undefined;
  return selects(draft) || meansAll(sentence) ? draft : undefined;
}

/**
 * The change that a sentence orders and the reports it is meant for; undefined for a sentence that orders nothing. In mode
 * `management` such a sentence has the intent none.
 */
export function readCommand(input: ReadingInput, mode?: QueryMode): Interpretation | undefined {
  const { sentence, names } = openSentence(input);
  const note = readNote(sentence);
  if (!mayOrder(sentence) || isForbidden(sentence)) return noChange([], [], mode);
  const orders = findOrders(sentence);
  const ordered = readChanges(sentence, names, orders, note, mode);
  if (Object.keys(ordered.changes).length === 0) return noChange(orders, ordered.doubts, mode);
  takeActionWords(sentence, orders);
  takeRemarks(sentence, ordered.doubts);
  const draft = readWhich(sentence, names, input);
  return draft ? toInterpretation(sentence, draft, ordered) : unclearSelection();
}
