import type { Interpretation } from '../../domain/query.ts';
import type { ReportFilter } from '../../domain/filter.ts';
import type { Draft, Sentence, Turn } from './sentence.ts';
import { isReportNoun } from './vocabulary.ts';

const opener = /^(and|also|but|or|now|then|only|just|same|what|how|of|ok|okay|plus|so)$/;

/** "and last month?", "what about Idukki", "only the unresolved ones", "how many of those", "same for Idukki", or a bare fragment. */
export function isFollowUp(sentence: Sentence, draft: Draft): boolean {
  const start = sentence.words.findIndex(
    ({ lower }) => !/^(ok|okay|so|well|great|cool|thanks|good|right|alright|please|hmm|yes|no)$/.test(lower),
  );
  const [first, second] = [sentence.at(start), sentence.at(start + 1)];
  if (/^(what|how) about$/.test(`${first} ${second}`)) return true;
  if (/^(and|also|only|just|same|now|but|or|then|plus)$/.test(first))
    return (
      !isWholeQuestion(sentence, draft) ||
      first === 'same' ||
      first === 'only' ||
      first === 'just' ||
      pointsBack(sentence)
    );
  if (pointsBack(sentence) || comparesOnly(sentence)) return true;
  if (
    /^(only|too|instead|either)$/.test(sentence.at(sentence.words.length - 1)) &&
    sentence.words.length <= 4
  )
    return true;
  if (sentence.words.length <= 2 && draft.filters.category !== undefined && draft.unmatched.length === 0)
    return true;
  return isFragment(sentence, draft) || isElliptic(sentence, draft);
}

/** "compared to last month?", "how does that compare with August": one side is the question before. */
const comparesOnly = (sentence: Sentence): boolean =>
  /^(and |how does (that|this|it) |how do (these|those|they) |what is that |is that (more|less|fewer) )?(compared|compare|versus|vs|against|than)\b/.test(
    sentence.phrase(0, sentence.words.length),
  );

/** "those", "these", "them", "they": the reports of the question before. */
const pointsBack = (sentence: Sentence): boolean =>
  sentence.words.some(({ lower }) => /^(they|them|those|these)$/.test(lower));

/** Asks for something countable by itself: "and how many did we receive yesterday". */
const isWholeQuestion = (sentence: Sentence, draft: Draft): boolean => {
  const asks = /\b(how many|number of|count|show|list|which)\b/.test(
    sentence.phrase(0, sentence.words.length),
  );
  const counted =
    sentence.words.some(({ stem }) => isReportNoun(stem)) ||
    draft.filters.category !== undefined ||
    sentence.words.some(({ lower }) => /^(we|receive|received)$/.test(lower));
  return asks && counted;
};

/** A few words without a verb of asking and without what is counted: "by place please", "in July?". */
function isFragment(sentence: Sentence, draft: Draft): boolean {
  if (sentence.words.length > 6 || (!opener.test(sentence.at(0)) && sentence.words.length > 5)) return false;
  const hasCounted =
    sentence.words.some(({ stem }) => isReportNoun(stem)) ||
    draft.filters.category !== undefined ||
    draft.filters.incident_ids !== undefined;
  const asks = sentence.words.some(({ lower }) =>
    /^(how|what|who|where|which|why|when|show|list|count)$/.test(lower),
  );
  return !hasCounted && !asks && isTaken(sentence) && draft.unmatched.length === 0;
}

/** "which are overdue", "how many in Kuttanad": asks without saying of what. */
const isElliptic = (sentence: Sentence, draft: Draft): boolean =>
  !isCounted(sentence, draft) && isTaken(sentence) && draft.unmatched.length === 0;

const isTaken = (sentence: Sentence): boolean =>
  sentence.words.some(({ index }) => sentence.slotOf(index) !== undefined);

const isCounted = (sentence: Sentence, { filters }: Draft): boolean =>
  sentence.words.some(({ stem }) => isReportNoun(stem)) ||
  filters.category !== undefined ||
  filters.incident_ids !== undefined ||
  filters.q !== undefined ||
  sentence.words.some(({ lower }) => /^(we|receive|received|anything|everything|something)$/.test(lower));

const timeKeys = ['from', 'to'] as const;
const placeKeys = ['place', 'near', 'bbox'] as const;
const ownerKeys = ['assignee', 'assigned'] as const;
const groups: readonly (readonly (keyof ReportFilter)[])[] = [
  timeKeys,
  placeKeys,
  ownerKeys,
  ['status'],
  ['category'],
  ['urgency'],
  ['priority'],
  ['sentiment'],
  ['source'],
  ['q'],
  ['incident_ids'],
  ['due_from', 'due_to'],
  ['created_by'],
];

const without = <T extends object>(record: T, keys: ReadonlySet<string>): Partial<T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key))) as Partial<T>;

/** Earlier slots with the new ones in their place; slots that go together are replaced together. */
export function inherit(earlier: ReportFilter, later: ReportFilter): ReportFilter {
  const replaced = new Set<string>(
    groups.filter((group) => group.some((key) => later[key] !== undefined)).flat(),
  );
  const { not: _earlierNot, ...kept } = without(earlier, replaced);
  const { not: _laterNot, ...own } = later;
  const not = { ...without(earlier.not ?? {}, new Set(Object.keys(own))), ...later.not };
  return { ...kept, ...own, ...(Object.keys(not).length > 0 && { not }) };
}

/** The last question of the session that was understood. */
export const lastQuestion = (previous: readonly Turn[]): Interpretation | undefined =>
  previous.findLast(({ interpretation }) => interpretation !== null && interpretation.intent !== 'none')
    ?.interpretation ?? undefined;
