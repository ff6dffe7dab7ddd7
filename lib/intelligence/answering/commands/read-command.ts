import type { Interpretation, QueryMode } from '../../../domain/query.ts';
import { hasBreakBefore } from '../words.ts';
import { noIntent } from '../read-question.ts';
import type { Names } from '../names.ts';
import { partsOf } from '../phrase-index.ts';
import { findEntities } from '../slots/entities.ts';
import { openSentence, readSelection } from '../read-slots.ts';
import { slotWords } from '../slot-words.ts';
import { isPlainWord, isReportNoun } from '../vocabulary.ts';
import { readNote } from './note.ts';
import type { Draft, ReadingInput, Sentence } from '../sentence.ts';
import { cautionsOf } from './caution.ts';
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
/** "since Roads Crew is busy", "because it is a duplicate", "as they know the area": a reason selects nothing. */
function takeReasons(sentence: Sentence): void {
  const reason = sentence.words.find(
    ({ lower, index }) =>
      index > 2 &&
      sentence.isFree(index) &&
      /^(because|as|since|so|cause|coz|cos)$/.test(lower) &&
      !/^(far|soon|that|well|in|resolved|closed|pending|rejected|assigned|done|high|low|medium|critical)$/.test(
        sentence.at(index + 1),
      ) &&
      sentence.words
        .slice(index + 2, index + 6)
        .some((word) =>
          /^(is|are|has|have|know|knows|was|were|can|did|do|does|had|cannot)$/.test(word.lower),
        ),
  );
  if (reason) sentence.take('remark', reason.index, sentence.words.length);
}

/** "today itself", "immediately", "asap" at the end: how soon, not which reports. */
function takeHaste(sentence: Sentence): void {
  const last =
    sentence.words.length -
    (/^(itself|please|only|pls|thanks)$/.test(sentence.at(sentence.words.length - 1)) ? 2 : 1);
  const isHaste = /^(today|now|immediately|urgently|asap|right|straightaway)$/.test(sentence.at(last));
  const before = sentence.slotOf(last - 1);
  if (isHaste && sentence.isFree(last) && (before === 'action' || before === 'due'))
    sentence.take('action', last, sentence.words.length);
}

/** "Dear team,", "Good morning," before the order, "Regards, Priya" after it, "urgent!" in front: manners and haste, no selection. */
function takeManners(sentence: Sentence): void {
  const opening = sentence.words.findIndex(({ index }) => sentence.breaksAt(index));
  const greets = sentence.words
    .slice(0, opening)
    .every(({ lower }) =>
      /^(dear|good|hi|hello|hey|urgent|very|asap|important|attention|action|immediate|morning|afternoon|evening|day|team|all|everyone|sir|madam|folks|colleagues|there)$/.test(
        lower,
      ),
    );
  if (greets && opening > 0 && opening <= 4) sentence.take('manners', 0, opening);
  const closing = sentence.words.find(({ lower }) =>
    /^(regards|cheers|sincerely|thx|thanks|thankyou|best)$/.test(lower),
  );
  if (closing && closing.index > 3) sentence.take('manners', closing.index, sentence.words.length);
}

/** What happened, told before the order ("was collected, resolve it"): words after its verb select nothing. */
function takeStories(sentence: Sentence, names: Names): void {
  const entities = findEntities(sentence, names).flatMap(partsOf);
  const order = sentence.words.find(
    ({ index }) => sentence.slotOf(index) === 'action' && sentence.breaksAt(index),
  )?.index;
  const verb = sentence.words.find(
    ({ lower, index }) => /^(was|were|has|have|is|are)$/.test(lower) && order !== undefined && index < order,
  );
  if (order === undefined || !verb || /^(that|which|who)$/.test(sentence.at(verb.index - 1))) return;
  for (let index = verb.index + 1; index < order; index++)
    if (
      !entities.includes(index) &&
      !isPlainWord(sentence.at(index), sentence.stemAt(index)) &&
      !slotWords.has(sentence.at(index))
    )
      sentence.take('remark', index);
}

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
  draft.guessed ||= draft.doubts.length > 0;
  const commented = pointed.ids !== undefined || draft.filters.incident_ids !== undefined;
  if (pointed.ids) draft.filters.incident_ids = [...pointed.ids];
  if (!commented || draft.unmatched.length === 0) return;
  draft.doubts.push(`not used: ${draft.unmatched.join(' ')}`);
  delete draft.filters.q;
  draft.unmatched = [];
}

/** "the latest complaints" without a number says no end. */
const isOpenEnded = ({ shape }: Draft): boolean => shape.order !== undefined && shape.limit === undefined;

function toInterpretation(
  sentence: Sentence,
  draft: Draft,
  { changes, doubts, unclear }: Ordered,
): Interpretation {
  const { shape } = draft;
  const whole = !selects(draft) && draft.shape.limit === undefined;
  const ambiguous =
    unclear ||
    whole ||
    draft.guessed ||
    draft.unmatched.length > 0 ||
    draft.second.place !== undefined ||
    draft.second.time !== undefined ||
    isOpenEnded(draft);
  const bySelf = draft.filters.incident_ids === undefined && shape.limit === undefined && meansOne(sentence);
  const single = shape.single ?? bySelf;
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
  otherObject.test(sentence.phrase(0, sentence.words.length)) ||
  sentence.words
    .slice(0, 4)
    .some(
      ({ lower, index }) =>
        forbidden.test(lower) &&
        sentence.slotOf(index) === undefined &&
        !/^(due|deadline|assignee|owner|note)$/.test(sentence.at(index + 1)) &&
        !/^(due|deadline|assignee|owner)$/.test(sentence.at(index + 2)),
    );

/** "send the list to Team A": something else than reports goes somewhere. */
const otherObject =
  /\b(send|forward|share|mail|give|pass|hand)\b.*\b(list|summary|overview|message|link|copy|numbers|figures|statistics|table|map|reminder)\b/;

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
  if (pointed.isOne) draft.shape.single = true;
  if (pointed.lost && (!named || position)) return undefined;
  if (isOnlyStray(sentence, draft)) return undefined;
  if (selects(draft) || draft.shape.limit !== undefined || meansAll(sentence)) return draft;
  return impliedSelection(draft, input);
}

/** "assign to Team A" right after a list: its reports are meant, which the asker has to confirm. */
function impliedSelection(draft: Draft, { previous }: ReadingInput): Draft | undefined {
  const shown = previous.at(-1)?.references ?? [];
  if (shown.length === 0) return undefined;
  draft.filters.incident_ids = [...shown];
  draft.doubts.push('taken for the reports shown last');
  draft.unmatched.push('which reports');
  return draft;
}

/**
 * The change that a sentence orders and the reports it is meant for; undefined for a sentence that orders nothing. In mode
 * `management` such a sentence has the intent none.
 */
export function readCommand(input: ReadingInput, mode?: QueryMode): Interpretation | undefined {
  const { sentence, names } = openSentence(input);
  const note = readNote(sentence);
  takeManners(sentence);
  takeReasons(sentence);
  const orders = findOrders(sentence);
  if (!mayOrder(sentence, orders) || isForbidden(sentence)) return noChange([], [], mode);
  const ordered = readChanges(sentence, names, orders, note, mode);
  if (Object.keys(ordered.changes).length === 0) return noChange(orders, ordered.doubts, mode);
  takeActionWords(sentence, orders);
  takeStories(sentence, names);
  takeHaste(sentence);
  takeRemarks(sentence, ordered.doubts);
  const draft = readWhich(sentence, names, input);
  const cautions = cautionsOf(sentence, orders);
  ordered.doubts.push(...cautions);
  ordered.unclear ||= cautions.length > 0;
  return draft ? toInterpretation(sentence, draft, ordered) : unclearSelection();
}
