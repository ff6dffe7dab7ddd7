import type { Interpretation } from '../../domain/query.ts';
import { isAboutReports } from './about-reports.ts';
import { comparisonOf } from './compare.ts';
import { clearedBy, inherit, isFollowUp, lastQuestion } from './follow-up.ts';
import type { Draft, Sentence } from './sentence.ts';

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
  const cleared = clearedBy(sentence.phrase(0, sentence.words.length));
  const filters = followsUp ? inherit(earlier.filters, own, cleared) : own;
  const against = followsUp && !compare_with ? keptComparison(earlier, own) : undefined;
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
    ...(followsUp && rankOf(earlier, draft)),
    ...(against && { compare_with: against }),
    ...(compare_with && { compare_with: followsUp ? inherit(earlier.filters, compare_with) : compare_with }),
    unmatched: draft.unmatched,
    doubts: draft.doubts,
    ambiguous: false,
    confidence: confidenceOf(draft),
  };
}

/** "and the fewest?", "top three only": the ranking before with another order or length. */
function rankOf({ group_by, limit }: Interpretation, { rank, shape }: Draft): Partial<Interpretation> {
  if (!rank || group_by === undefined || shape.group_by !== undefined) return {};
  const length = rank.limit ?? limit;
  return { group_by, order: rank.order, ...(length !== undefined && { limit: length }) };
}

/** "and for potholes only?" after a comparison: both sides, unless what sets them apart is named anew. */
function keptComparison(
  { filters, compare_with: other }: Interpretation,
  own: Interpretation['filters'],
): Interpretation['filters'] | undefined {
  if (!other) return undefined;
  const keys = [...Object.keys(filters), ...Object.keys(other)] as (keyof typeof filters)[];
  const apart = keys.filter((key) => JSON.stringify(filters[key]) !== JSON.stringify(other[key]));
  return apart.some((key) => own[key] !== undefined) ? undefined : inherit(other, own);
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
