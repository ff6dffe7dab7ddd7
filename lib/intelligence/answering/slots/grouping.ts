import type { GroupBy, Interval } from '../../../domain/filter.ts';
import { numberOf } from '../time/names.ts';
import type { Draft, Sentence, SlotReader } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';

const PRIORITY: GroupBy = 'management_data.task_details.priority';

const nouns = (rows: readonly (readonly [string, GroupBy])[]): ReadonlyMap<string, GroupBy> =>
  new Map(rows.flatMap(([words, key]) => words.split(' ').map((word) => [word, key] as const)));

/** Nouns that name what reports may be counted by. */
const dimensions = nouns([
  ['status statuses state states stage stages', 'status'],
  [
    'category categories type types kind kinds sort sorts class classes topic topics subject subjects',
    'category',
  ],
  ['urgency urgencies severity severities', 'urgency'],
  ['priority priorities', PRIORITY],
  ['sentiment sentiments mood moods tone tones', 'sentiment'],
  [
    'place places area areas location locations ward wards neighbourhood neighbourhoods neighborhood neighborhoods district districts locality localities region regions zone zones suburb suburbs village villages town towns city cities street streets spot spots hotspot hotspots sector sectors block blocks taluk taluks taluka talukas tehsil tehsils mandal mandals colony colonies part parts site sites geography',
    'place',
  ],
  [
    'assignee assignees team teams owner owners crew crews department departments staff employee employees worker workers unit units person',
    'assignee',
  ],
  ['source sources channel channels', 'source'],
  ['day days daily date dates', 'day'],
  ['week weeks weekly', 'week'],
  ['month months monthly', 'month'],
  ['hour hours hourly', 'hour'],
  ['weekday weekdays', 'weekday'],
]);

const times = new Set<GroupBy>(['day', 'week', 'month', 'hour', 'weekday']);
const asInterval = (key: GroupBy): Interval | undefined =>
  key === 'day' || key === 'week' || key === 'month' || key === 'hour' ? key : undefined;

interface Dimension {
  key: GroupBy;
  first: number;
  next: number;
  plural: boolean;
}

/** "day of the week", "time of day", "kind of complaint" and single nouns. */
function dimensionAt(sentence: Sentence, at: number): Dimension | undefined {
  const phrase = (size: number) => sentence.phrase(at, at + size);
  if (/^days? of the week$/.test(phrase(4)))
    return { key: 'weekday', first: at, next: at + 4, plural: false };
  if (/^(time|hour) of (the )?day$/.test(phrase(sentence.at(at + 2) === 'the' ? 4 : 3)))
    return { key: 'hour', first: at, next: at + (sentence.at(at + 2) === 'the' ? 4 : 3), plural: false };
  const skipped =
    isReportNoun(sentence.stemAt(at)) &&
    /^(category|categories|type|types|kind|kinds|status|source)$/.test(sentence.at(at + 1))
      ? at + 1
      : at;
  const word = sentence.at(skipped);
  const key = dimensions.get(word);
  if (key === undefined || !sentence.isFree(skipped)) return undefined;
  let next = skipped + 1;
  if (
    sentence.at(next) === 'of' &&
    isReportNoun(sentence.stemAt(next + 1)) &&
    /^(category|source|place|status)$/.test(key)
  )
    next += 2;
  if (word.startsWith('part') && sentence.at(next) === 'of')
    next += /^(the|our|this)$/.test(sentence.at(next + 1)) ? 3 : 2;
  return { key, first: at, next, plural: /s$/.test(word) && word !== 'status' };
}

const articles =
  /^(the|a|an|each|every|different|individual|various|single|its|their|our|report|which|same|calendar|all)$/;
const groupingCue = /^(by|per|each|every|across|among|versus|vs|wise)$/;

function splitsBefore(sentence: Sentence, at: number): boolean {
  let index = at - 1;
  while (index > at - 4 && articles.test(sentence.at(index)) && !groupingCue.test(sentence.at(index)))
    index--;
  const cue = sentence.at(index);
  if (groupingCue.test(cue))
    return (
      !/^(handled|reported|assigned|created|submitted|sent|followed|filed|signed)$/.test(
        sentence.at(index - 1),
      ) || cue !== 'by'
    );
  return (
    cue === 'of' && /^(distribution|breakdown|split|spread|share|summary|mix)$/.test(sentence.at(index - 1))
  );
}

/** "ward-wise", "category wise", "status breakdown", "sentiment split", "count of each". */
function splitsAfter(sentence: Sentence, { next, key }: Dimension): boolean {
  const word = sentence.at(next);
  if (word === 'wise') return true;
  return (
    /^(breakdown|split|distribution|mix|counts|count|spread|stats|statistics|histogram|chart|table|totals|overview|wise)$/.test(
      word,
    ) && !times.has(key)
  );
}

function set(sentence: Sentence, draft: Draft, { key, first, next }: Dimension): void {
  const interval = asInterval(key);
  draft.shape.group_by = key;
  if (interval !== undefined && key !== 'hour') draft.shape.interval = interval;
  sentence.take('grouping', first, next);
  if (sentence.at(next) === 'wise') sentence.take('grouping', next);
}

const adverbs: Readonly<Record<string, GroupBy>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  hourly: 'hour',
};

/** "by ward", "per category", "for each team", "ward-wise", "monthly". Also "through which channels". */
export const readGrouping: SlotReader = (sentence, draft) => {
  for (const { index, lower } of sentence.words) {
    if (!sentence.isFree(index)) continue;
    const adverb = adverbs[lower];
    const dimension =
      adverb === undefined
        ? dimensionAt(sentence, index)
        : { key: adverb, first: index, next: index + 1, plural: false };
    if (!dimension) continue;
    const asked = adverb !== undefined || splitsBefore(sentence, index) || splitsAfter(sentence, dimension);
    if (draft.shape.group_by === undefined && (asked || spreadsOver(sentence, dimension)))
      set(sentence, draft, dimension);
    else if (
      draft.shape.group_by !== undefined &&
      draft.shape.group_by !== dimension.key &&
      isSecond(sentence, dimension)
    )
      noteSecond(sentence, draft, dimension);
  }
};

/** "by team and status": one grouping at a time. */
const isSecond = (sentence: Sentence, { first }: Dimension): boolean =>
  sentence.slotOf(first - 2) === 'grouping' && /^(and|by|per|then)$/.test(sentence.at(first - 1));

function noteSecond(sentence: Sentence, draft: Draft, { first, next }: Dimension): void {
  draft.doubts.push(`counted by one thing at a time; "${sentence.original(first, next)}" was left out`);
  sentence.take('grouping', first, next);
}

/** "which channels do complaints arrive through", "how many different places", "what kind of problems": spread out, unranked. */
function spreadsOver(sentence: Sentence, { first, next, plural, key }: Dimension): boolean {
  const before = sentence.at(first - 1);
  if (times.has(key))
    return /^(the|different)$/.test(before) && /^(over|across|between|among)$/.test(sentence.at(first - 2));
  if (!plural)
    return (
      key === 'category' && /^(what|which)$/.test(before) && (next > first + 1 || sentence.at(next) === 'of')
    );
  if (/^(which|what)$/.test(before)) return true;
  const isNumber = before === 'many' && sentence.at(first - 2) === 'how';
  const isVariety = /^(different|various|distinct|separate)$/.test(before);
  return isNumber || isVariety;
}

/** "where are the potholes", "who is handling these": the places, the assignees, when nothing else says how to count. */
export const readPlainQuestionWord: SlotReader = (sentence, draft) => {
  const { shape } = draft;
  if (shape.group_by ?? shape.interval ?? shape.limit ?? shape.order) return;
  const verb = /^(is|are|was|were|do|does|did|has|have|exactly|all)$/;
  const { index } = sentence.words.find(({ lower }) => lower === 'where' || lower === 'who') ?? {};
  if (index === undefined || !verb.test(sentence.at(index + 1))) return;
  if (sentence.at(index) === 'where') shape.group_by = 'place';
  else if (sentence.words.some(({ lower }) => handling.test(lower))) shape.group_by = 'assignee';
};

const handling =
  /^(handling|handles|handle|working|works|assigned|responsible|dealing|looking|charge|owns|owning|taking|doing|fixing|has|care)$/;

/** "rank the places by number of potholes", "sort categories by count". */
function orderedBy(sentence: Sentence): Dimension | undefined {
  const verb = sentence.find(['rank', 'sort', 'order', 'ranking of', 'leaderboard of']);
  if (!verb) return undefined;
  for (let index = verb.next; index < verb.next + 4; index++) {
    const dimension = dimensionAt(sentence, index);
    if (dimension) return dimension;
  }
  return undefined;
}

const superlatives: Readonly<Record<string, 'desc' | 'asc'>> = {
  most: 'desc',
  top: 'desc',
  highest: 'desc',
  biggest: 'desc',
  largest: 'desc',
  busiest: 'desc',
  worst: 'desc',
  commonest: 'desc',
  main: 'desc',
  leading: 'desc',
  greatest: 'desc',
  max: 'desc',
  maximum: 'desc',
  heaviest: 'desc',
  predominant: 'desc',
  primary: 'desc',
  dominant: 'desc',
  hardest: 'desc',
  more: 'desc',
  lot: 'desc',
  least: 'asc',
  fewest: 'asc',
  lowest: 'asc',
  smallest: 'asc',
  quietest: 'asc',
  rarest: 'asc',
  minimum: 'asc',
  best: 'asc',
  min: 'asc',
  bottom: 'asc',
  less: 'asc',
  calmest: 'asc',
  fewer: 'asc',
};
/** Superlatives that need "which" or a noun to be counted by; alone they are ordinary words. */
const weak = /^(more|less|lot|best|main|max|min|fewer)$/;

interface Superlative {
  order: 'desc' | 'asc';
  index: number;
}

function superlativeIn(sentence: Sentence): Superlative | undefined {
  for (const { lower, index } of sentence.words) {
    const order = superlatives[lower];
    if (order === undefined || !sentence.isFree(index)) continue;
    if (
      /^(at|the)$/.test(sentence.at(index - 1)) &&
      /^(most|least)$/.test(lower) &&
      sentence.at(index - 1) === 'at'
    )
      continue;
    if (/^(recent|recently|urgent|latest)$/.test(sentence.at(index + 1))) continue;
    if (weak.test(lower) && !(lower === 'main' || lower === 'best')) continue;
    const flipped = lower === 'most' && /^(rare|rarely|seldom)$/.test(sentence.at(index + 1)) ? 'asc' : order;
    return { order: flipped, index };
  }
  return undefined;
}

/** What a ranking is over: the noun beside "which", "what" or the superlative; "who" and "where" stand for theirs. */
function rankedDimension(sentence: Sentence): Dimension | undefined {
  const found = sentence.words.flatMap(({ index }) => dimensionAt(sentence, index) ?? []);
  const asked = found.find(({ first }) => {
    const before = [sentence.at(first - 1), sentence.at(first - 2), sentence.at(first - 3)];
    return before.some(
      (word) =>
        /^(which|what|top|worst|busiest|quietest|main|biggest|best|common|frequent|highest|lowest|most|least|fewest|commonest|rarest|leading|largest|bottom|primary)$/.test(
          word,
        ) || numberOf(word) !== undefined,
    );
  });
  if (asked ?? found[0]) return asked ?? found[0];
  const stand = (words: readonly string[], key: GroupBy): Dimension | undefined => {
    const at = sentence.words.find(({ lower, index }) => words.includes(lower) && sentence.isFree(index));
    return at && { key, first: at.index, next: at.index + 1, plural: false };
  };
  return (
    stand(['who', 'whom', 'whose'], 'assignee') ??
    stand(['where', 'hotspot'], 'place') ??
    whenRanked(sentence) ??
    whatRanked(sentence)
  );
}

const whenRanked = (sentence: Sentence): Dimension | undefined => {
  const at = sentence.words.find(({ lower }) => lower === 'when');
  return at && { key: 'hour', first: at.index, next: at.index + 1, plural: false };
};

/** "what do people complain about most", "the most common complaint", "the biggest problem": the category. */
function whatRanked(sentence: Sentence): Dimension | undefined {
  const common = sentence.words.find(({ lower }) =>
    /^(common|commonest|frequent|often|frequently|biggest|main|top|rarest|usual)$/.test(lower),
  );
  const what = sentence.words.find(({ lower }) => lower === 'what');
  const at = common ?? what;
  return at && { key: 'category', first: at.index, next: at.index + 1, plural: false };
}

/** "which ward has the most potholes", "top 5 categories", "who has the fewest open ones", "worst area". */
export const readRanking: SlotReader = (sentence, draft) => {
  const superlative = superlativeIn(sentence);
  const sorted = superlative ? undefined : orderedBy(sentence);
  if (sorted) {
    draft.shape.group_by = sorted.key;
    draft.shape.order = 'desc';
    sentence.take('ranking', sorted.first, sorted.next);
  }
  if (!superlative) return;
  if (asksForReporters(sentence)) {
    draft.doubts.push('reports cannot be counted by who sent them');
    return;
  }
  const dimension = draft.shape.group_by === undefined ? rankedDimension(sentence) : undefined;
  if (draft.shape.group_by === undefined && !dimension) return;
  if (dimension) {
    draft.shape.group_by = dimension.key;
    sentence.take('ranking', dimension.first, dimension.next);
  }
  draft.shape.order = superlative.order;
  const count = [superlative.index + 1, superlative.index - 1]
    .map((index) => numberOf(sentence.at(index)))
    .find((each) => each !== undefined && each <= 100);
  if (count !== undefined) draft.shape.limit = count;
  else if (dimension && !dimension.plural) draft.shape.limit = 1;
  sentence.take('ranking', superlative.index);
  for (const index of [superlative.index - 1, superlative.index + 1])
    if (
      numberOf(sentence.at(index)) !== undefined ||
      /^(common|frequent|frequently|affected|often|active|busy|reported|prevalent|hit|popular|problematic|usual)$/.test(
        sentence.at(index),
      )
    )
      sentence.take('ranking', index);
};

/** "who reported the most": people who send reports are no group to count by. */
const asksForReporters = (sentence: Sentence): boolean => {
  const who = sentence.words.find(({ lower }) => lower === 'who');
  return (
    who !== undefined &&
    /^(reported|reports|report|submitted|submits|filed|files|sent|sends|wrote|writes|complained|complains|lodged|posted)$/.test(
      sentence.at(who.index + 1),
    )
  );
};

const newest = new Set(['latest', 'newest', 'last', 'recent']);
const oldest = new Set(['oldest', 'earliest', 'first', 'longest']);

/** "the latest report", "the 5 newest potholes", "most recent complaint", "oldest open case": that many reports, by event time. */
export const readLatest: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    if (!sentence.isFree(index) || (!newest.has(lower) && !oldest.has(lower))) continue;
    const after = numberOf(sentence.at(index + 1));
    const counted = sentence.at(index - 1) === 'most' ? index - 2 : index - 1;
    const before = numberOf(sentence.at(counted));
    const noun =
      lower === 'longest'
        ? { plural: hasPluralNoun(sentence) }
        : nounAfter(sentence, after === undefined ? index + 1 : index + 2);
    if (noun === undefined) continue;
    draft.shape.order = newest.has(lower) ? 'desc' : 'asc';
    const limit = after ?? before ?? (noun.plural ? undefined : 1);
    if (limit !== undefined) draft.shape.limit = Math.min(limit, 100);
    sentence.take('latest', index);
    if (after !== undefined) sentence.take('latest', index + 1);
    else if (before !== undefined) sentence.take('latest', counted);
    if (sentence.at(index - 1) === 'most') sentence.take('latest', index - 1);
    return;
  }
};

/** "which complaint has been open the longest", "the potholes that have waited longest". */
const hasPluralNoun = (sentence: Sentence): boolean =>
  sentence.words.some(
    ({ lower, stem, index }) =>
      (isReportNoun(stem) || sentence.slotOf(index) === 'category') && lower.endsWith('s'),
  );

/** The noun that is counted, after adjectives and names that other slots have taken. */
function nounAfter(sentence: Sentence, from: number): { plural: boolean } | undefined {
  let seen: { plural: boolean } | undefined;
  for (let index = from; index < from + 6 && index < sentence.words.length; index++) {
    const { lower, stem } = sentence.words[index]!;
    if (isReportNoun(stem) || /^ones?$/.test(lower)) return { plural: /s$/.test(lower) };
    const slot = sentence.slotOf(index);
    if (slot === 'category') seen = { plural: /s$/.test(lower) && stem !== lower };
    if (slot === undefined && !/^(and|or|open)$/.test(lower)) return seen;
  }
  return seen;
}
