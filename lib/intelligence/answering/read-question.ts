import type { Interpretation } from '../../domain/query.ts';
import { comparisonOf } from './compare.ts';
import { inherit, isFollowUp, lastQuestion } from './follow-up.ts';
import type { Draft, Sentence } from './sentence.ts';
import { isReportNoun } from './vocabulary.ts';

const asking =
  /\b(how (many|much|often)|number of|no of|count|total|list|show|which|any|anything|what (happened|came|is new|has happened|went|did)|breakdown|overview|summary|trend|compare|who|where|when|why)\b/;

/** Slots that belong to nothing but reports; a time, a place or a name alone may be about anything. */
function isAnchored(sentence: Sentence, { filters, shape }: Draft): boolean {
  if (sentence.words.some(({ stem, index }) => isReportNoun(stem) && isNounHere(sentence, index)))
    return true;
  const {
    from: _from,
    to: _to,
    place: _place,
    near: _near,
    assignee: _assignee,
    created_by: _by,
    q,
    not: _not,
    ...strong
  } = filters;
  if (Object.keys(strong).length > 0 || filters.not) return true;
  if (q !== undefined && sentence.words.some(({ index }) => sentence.slotOf(index) === 'text')) return true;
  return (
    shape.group_by !== undefined ||
    shape.interval !== undefined ||
    shape.limit !== undefined ||
    shape.metric !== undefined ||
    shape.compare_with !== undefined
  );
}

/** "report" as what is counted; "call the mayor" and "message me" are verbs. */
const isNounHere = (sentence: Sentence, index: number): boolean =>
  index > 0 || /s$/.test(sentence.at(index)) || sentence.words.length <= 2;

/** Whether the sentence asks about the reports at all. */
export function isAboutReports(sentence: Sentence, draft: Draft, followsUp: boolean): boolean {
  const leftovers = draft.unmatched.length;
  const text = sentence.phrase(0, sentence.words.length);
  const { filters } = draft;
  if (isAnchored(sentence, draft)) return leftovers <= 4 && !isChatter(text, leftovers);
  const weak =
    filters.place !== undefined ||
    filters.near !== undefined ||
    filters.assignee !== undefined ||
    filters.created_by !== undefined;
  const timed = filters.from !== undefined || filters.to !== undefined;
  if (followsUp) return leftovers <= 2;
  if (leftovers === 0)
    return weak || timed ? true : asking.test(text) && /\b(how many|number of|count|total)\b/.test(text);
  const mightBe =
    /^(any|anything|show|list|find|how many|number of|which|what happened|where|count|tell me about)\b/.test(
      text,
    ) || !asking.test(text);
  return (
    filters.place !== undefined &&
    leftovers <= 2 &&
    mightBe &&
    !/^(what is|what are|who is|is|are|does|do|will|can)\b/.test(text)
  );
}

/** How to do something, what one should do, what is to come: nothing that stored reports tell. */
const elsewhere =
  /^(how (do|can|should|could|would) (i|we|you|one)\b|how to\b|(what|which|where|when|who|why)\b.{0,40}\b(should|can|could|shall|must) (i|we|you|one)\b|(please |can you |could you )?(delete|erase|remove|drop|purge|wipe|send|create|make|build|buy|book|order|translate|write|draft|add|merge|sing|play|turn|switch|install|download|print)\b|(please |can you |could you )?(call|phone|text|email|mail) (me|us|him|her|them|the|a|an|my|our|team|somebody|someone)\b)/;
const opening =
  /\b(when|what time|what hours?) (does|do|will|is|are)\b.*\b(open|close|start|shut)\b|^(will|is it going to|are we going to|could it) (it|there|we|they|the)?\b.{0,30}\b(again|tomorrow|next|soon|happen)\b/;
const durations = /\bhow long (does|did|do|is|will|has|have|until|before)\b/;

const isChatter = (text: string, leftovers: number): boolean =>
  elsewhere.test(text) ||
  durations.test(text) ||
  opening.test(text) ||
  (leftovers > 0 &&
    /\b(joke|poem|song|recipe|story|weather (is|be|like|going)|who are you|your name)\b/.test(text));

const confidenceOf = ({ unmatched, doubts }: Draft): number =>
  Math.max(0.2, Math.round((0.95 - 0.15 * unmatched.length - 0.1 * doubts.length) * 100) / 100);

export const noIntent = (doubt: string, unmatched: readonly string[] = []): Interpretation => ({
  intent: 'none',
  filters: {},
  metric: 'count',
  unmatched: [...unmatched],
  doubts: [doubt],
  ambiguous: false,
  confidence: 0.2,
});

/** What a question asks, from the slots of its own words and, for a follow-up, of the question before. */
export function readQuestion(sentence: Sentence, draft: Draft): Interpretation {
  const earlier = lastQuestion(sentence.input.previous);
  const followsUp = earlier !== undefined && isFollowUp(sentence, draft);
  if (!isAboutReports(sentence, draft, followsUp))
    return noIntent('this does not ask about the reports of this domain', draft.unmatched);
  const { filters: own, compare_with } = comparisonOf(draft);
  if (followsUp && draft.comparing && !compare_with && Object.keys(own).length > 0)
    return compareWithEarlier(earlier, draft, own);
  const filters = followsUp ? inherit(earlier.filters, own) : own;
  const { shape } = draft;
  const ownShape =
    shape.group_by !== undefined ||
    shape.interval !== undefined ||
    shape.metric !== undefined ||
    shape.limit !== undefined;
  const kept = followsUp && !ownShape && !asksCount(sentence) && !asksList(sentence) ? shapeOf(earlier) : {};
  return {
    intent: 'question',
    filters,
    metric: 'count',
    ...kept,
    ...shape,
    ...(compare_with && { compare_with: followsUp ? inherit(earlier.filters, compare_with) : compare_with }),
    unmatched: draft.unmatched,
    doubts: draft.doubts,
    ambiguous: false,
    confidence: confidenceOf(draft),
  };
}

/** "compared to last month?": the question before against the same with what is new. */
const compareWithEarlier = (
  { filters }: Interpretation,
  draft: Draft,
  own: Interpretation['filters'],
): Interpretation => ({
  intent: 'question',
  filters,
  metric: 'count',
  compare_with: inherit(filters, own),
  unmatched: draft.unmatched,
  doubts: draft.doubts,
  ambiguous: false,
  confidence: confidenceOf(draft),
});

const asksCount = (sentence: Sentence): boolean =>
  /\b(how many|number of|count)\b/.test(sentence.phrase(0, sentence.words.length));

/** "list them", "what are they": the reports themselves, however they were counted before. */
const asksList = (sentence: Sentence): boolean =>
  /^(ok |and |please )*(list|show|display|what are|which are|give me|name) ?(me )?(them|those|these|they|it)\b/.test(
    sentence.phrase(0, sentence.words.length),
  );

function shapeOf({
  metric,
  metric_field,
  group_by,
  interval,
  order,
  limit,
}: Interpretation): Partial<Interpretation> {
  return {
    metric,
    ...(metric_field !== undefined && { metric_field }),
    ...(group_by !== undefined && { group_by }),
    ...(interval !== undefined && { interval }),
    ...(order !== undefined && { order }),
    ...(limit !== undefined && { limit }),
  };
}
