import { numberOf } from '../time/names.ts';
import type { GroupBy } from '../../../domain/filter.ts';
import type { Sentence, SlotReader } from '../sentence.ts';
import { dimensionAt, type Dimension } from './dimensions.ts';

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
  leads: 'desc',
  tops: 'desc',
  dominates: 'desc',
  peak: 'desc',
  safest: 'asc',
  cleanest: 'asc',
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

export function superlativeIn(sentence: Sentence): Superlative | undefined {
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
function rankedDimension(sentence: Sentence, superlative: string): Dimension | undefined {
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
    (/^(best|worst|safest|cleanest)$/.test(superlative) ? undefined : whatRanked(sentence))
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
  const dimension =
    draft.shape.group_by === undefined
      ? rankedDimension(sentence, sentence.at(superlative.index))
      : undefined;
  if (draft.shape.group_by === undefined && (!dimension || isBareRank(sentence, superlative))) {
    const limit = countBeside(sentence, superlative);
    draft.rank = { order: superlative.order, ...(limit !== undefined && { limit }) };
    sentence.take('ranking', superlative.index);
    return;
  }
  if (dimension) {
    draft.shape.group_by = dimension.key;
    sentence.take('ranking', dimension.first, dimension.next);
  }
  draft.shape.order = superlative.order;
  const count = countBeside(sentence, superlative);
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

const countBeside = (sentence: Sentence, { index }: Superlative): number | undefined =>
  [index + 1, index - 1]
    .map((at) => numberOf(sentence.at(at)))
    .find((each) => each !== undefined && each <= 100);

/** "top three only", "and the fewest?": after a ranking, with nothing that could be ranked. */
const isBareRank = (sentence: Sentence, { index }: Superlative): boolean =>
  sentence.input.previous.length > 0 &&
  sentence.words.every(
    ({ index: at, lower }) =>
      at === index ||
      numberOf(lower) !== undefined ||
      /^(and|the|only|just|please|show|me|now|ok|what|about|instead|then|ones?)$/.test(lower),
  );

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
