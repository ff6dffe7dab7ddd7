import type { Interpretation, QueryMode } from '../../../domain/query.ts';
import type { Names } from '../names.ts';
import { noIntent } from '../read-question.ts';
import { openSentence, readSelection } from '../read-slots.ts';
import type { Draft, ReadingInput, Sentence } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';
import { cautionsOf } from './caution.ts';
import { readChanges, type Ordered } from './changes.ts';
import { unusedWords } from './coverage.ts';
import { findOrders, mayOrder, type Order } from './directive.ts';
import { readNote } from './note.ts';
import { takeHaste, takeManners, takeReasons, takeRemarks, takeStories } from './remarks.ts';
import { scopeCautions } from './scope-cautions.ts';
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

/** Reports named by id need no state or owner: what is said of these is how things stand. Selection by pointing replaces a search for stray words: they comment on it. */
function settle(draft: Draft, pointed: Pointed, text: string): void {
  draft.guessed ||= draft.doubts.length > 0;
  const commented = pointed.ids !== undefined || draft.filters.incident_ids !== undefined;
  if (draft.filters.incident_ids !== undefined && !/\b(that|which|if|only)\b/.test(text)) {
    delete draft.filters.status;
    delete draft.filters.assignee;
  }
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

/** "remove Tom from the noise complaints". */
const takesSomebodyOff = (sentence: Sentence, index: number): boolean =>
  /^(remove|drop)$/.test(sentence.at(index)) &&
  sentence.words[index + 1]?.capital === true &&
  /\b(from|as|off) (the |all |every |any )*(?!team\b|crew\b)[a-z_0-9]+/.test(
    sentence.phrase(index + 2, index + 8),
  ) &&
  sentence.words.slice(index + 2).some(({ stem }) => isReportNoun(stem)) &&
  /\b(from|as|off)\b/.test(sentence.phrase(index + 2, index + 5));

const isForbidden = (sentence: Sentence): boolean =>
  otherObject.test(sentence.phrase(0, sentence.words.length)) ||
  sentence.words
    .slice(0, 4)
    .some(
      ({ lower, index }) =>
        forbidden.test(lower) &&
        sentence.slotOf(index) === undefined &&
        !/^(due|deadline|assignee|owner|note|priority)$/.test(sentence.at(index + 1)) &&
        !/^(due|deadline|assignee|owner|priority)$/.test(sentence.at(index + 2)) &&
        !takesSomebodyOff(sentence, index),
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
  !sentence.words.some(
    ({ stem, lower }) => isReportNoun(stem) || /^(ones?|everything|anything|all)$/.test(lower),
  );

/** The selection in the sentence's own words, or by pointing at what was shown; `undefined` when there is none. */
function readWhich(sentence: Sentence, names: Names, input: ReadingInput): Draft | undefined {
  const position = readPosition(sentence, input.previous);
  const draft = readSelection(sentence, names);
  const named = selects(draft);
  const pointed = position ?? readPointing(sentence, input.previous, named);
  settle(draft, pointed, sentence.phrase(0, sentence.words.length));
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

/** More words that nothing was made of than an order has: somebody tells what happened, and the order is for people ("shut the road!"). */
const tellsMore = ({ filters, unmatched }: Draft, orders: readonly Order[]): boolean =>
  filters.incident_ids === undefined && unmatched.length >= (orders.length > 0 ? 4 : 2);

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
  if (draft && tellsMore(draft, orders))
    return noIntent('this tells of something; it orders no change of reports', draft.unmatched);
  const cautions = [...cautionsOf(sentence, orders), ...(draft ? scopeCautions(sentence, draft) : [])];
  const unused = draft && cautions.length === 0 ? unusedWords(sentence, draft) : [];
  if (unused.length > 0) cautions.push(`not understood: ${unused.join(', ')}`);
  ordered.doubts.push(...cautions);
  ordered.unclear ||= cautions.length > 0;
  if (draft) return toInterpretation(sentence, draft, ordered);
  return orders.length > 0 || mode === 'management' ? unclearSelection() : undefined;
}
