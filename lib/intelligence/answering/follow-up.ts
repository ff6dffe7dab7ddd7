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
  if (/^(what|how) about$/.test(`${first} ${second}`) || goesOn(sentence)) return true;
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

const goingOn: readonly RegExp[] = [
  // "narrow it down to Riverside", "repeat that for noise".
  /^(please |now |and |ok |can you |could you )*(narrow|filter|limit|restrict|repeat|redo|zoom|focus|reduce|refine|extend|widen|drop|ignore|forget|lift)\b/,
  // "show me the list", "details please".
  /^(please |now |and |ok |can you |could you )*(show|give|list|display|see|open)?( me)?( the)?( full| whole| actual)? ?(list|details|reports|complaints|incidents|cases)( please)?$/,
  // "how many is that", "how many are there".
  /^(so |and |ok )*how many (is|was|are|were|would|does) (that|it|there|they|this)( be| make| come to)?( in total| altogether)?$/,
  /^(so |and |ok )*(what is|what was) (the|that) (total|number|count)$/,
];

const goesOn = (sentence: Sentence): boolean => {
  const text = sentence.phrase(0, sentence.words.length);
  return (
    goingOn.some((pattern) => pattern.test(text)) || (sentence.words.length <= 7 && clearedBy(text).size > 0)
  );
};

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

const dropping = '(?:drop|ignore|forget|remove|without|lift|clear|skip)';
const anyOf = '(?:all|any|every|whatever|regardless of|irrespective of|independent of|no matter)';
const clearing: readonly (readonly [pattern: RegExp, keys: readonly (keyof ReportFilter)[]])[] = [
  [new RegExp(`\\b(?:${anyOf}|${dropping}) (?:the |what )?(?:status|statuses|state|states)\\b`), ['status']],
  [
    new RegExp(
      `\\b(?:all time|any time|anytime|ever|${dropping} the (?:time|date|dates|period|time range|timeframe|month|week)|regardless of (?:the )?(?:time|date)|no matter when)\\b`,
    ),
    ['from', 'to'],
  ],
  [
    new RegExp(
      `\\b(?:everywhere|anywhere|city ?wide|(?:${anyOf}|${dropping}) (?:the )?(?:place|places|area|areas|location|locations|wards?)|whole (?:city|town|district|region|area|state))\\b`,
    ),
    ['place', 'near', 'bbox'],
  ],
  [new RegExp(`\\b(?:${anyOf}|${dropping}) (?:the )?(?:category|categories|kinds?|types?)\\b`), ['category']],
  [
    new RegExp(
      `\\b(?:(?:${anyOf}|${dropping}) (?:the )?(?:team|teams|assignee|assignees)|whoever has them)\\b`,
    ),
    ['assignee', 'assigned'],
  ],
];

/** "all statuses", "everywhere", "drop the time range": conditions of the question before that no longer hold. */
export const clearedBy = (text: string): ReadonlySet<string> =>
  new Set(clearing.flatMap(([pattern, keys]) => (pattern.test(text) ? keys : [])));

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

/** "and the assigned ones?" after the unassigned: those with anybody. */
function asHolders(earlier: ReportFilter, later: ReportFilter): ReportFilter {
  if (earlier.assigned !== false || later.status?.join() !== 'assigned') return later;
  const { status: _status, ...rest } = later;
  return { ...rest, assigned: true };
}

/** Earlier slots with the new ones in their place; slots that go together are replaced together. */
export function inherit(
  earlier: ReportFilter,
  given: ReportFilter,
  cleared: ReadonlySet<string> = new Set(),
): ReportFilter {
  const later = asHolders(earlier, given);
  const replaced = new Set<string>(
    groups.filter((group) => group.some((key) => later[key] !== undefined)).flat(),
  );
  const { not: _earlierNot, ...kept } = without(earlier, new Set([...replaced, ...cleared]));
  const { not: _laterNot, ...own } = later;
  const not = { ...without(earlier.not ?? {}, new Set(Object.keys(own))), ...later.not };
  return { ...kept, ...own, ...(Object.keys(not).length > 0 && { not }) };
}

/** The last question of the session that was understood. */
export const lastQuestion = (previous: readonly Turn[]): Interpretation | undefined =>
  previous.findLast(({ interpretation }) => interpretation !== null && interpretation.intent !== 'none')
    ?.interpretation ?? undefined;
