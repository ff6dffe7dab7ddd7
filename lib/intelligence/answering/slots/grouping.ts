import type { GroupBy } from '../../../domain/filter.ts';
import type { Draft, Sentence, SlotReader } from '../sentence.ts';
import { superlativeIn } from './ranking.ts';
import { asInterval, dimensionAt, times, type Dimension } from './dimensions.ts';

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
    else if (draft.shape.group_by !== undefined && isSecond(sentence, dimension))
      noteSecond(sentence, draft, dimension);
  }
};

/** "by team and status": one grouping at a time. */
const isSecond = (sentence: Sentence, { first }: Dimension): boolean =>
  sentence.slotOf(first - 2) === 'grouping' && /^(and|or|by|per|then)$/.test(sentence.at(first - 1));

function noteSecond(sentence: Sentence, draft: Draft, { first, next, key }: Dimension): void {
  if (key !== draft.shape.group_by)
    draft.doubts.push(`counted by one thing at a time; "${sentence.original(first, next)}" was left out`);
  sentence.take('grouping', first, next);
}

/** "which channels do complaints arrive through", "how many different places", "what kind of problems": spread out, unranked. */
function spreadsOver(sentence: Sentence, { first, next, plural, key }: Dimension): boolean {
  const before =
    sentence.at(first - 1) === 'all' && /^(which|what)$/.test(sentence.at(first - 2))
      ? 'which'
      : sentence.at(first - 1);
  if (times.has(key) && /^(which|what)$/.test(before) && !superlativeIn(sentence)) return true;
  if (times.has(key))
    return /^(the|different)$/.test(before) && /^(over|across|between|among)$/.test(sentence.at(first - 2));
  if (!plural)
    return (
      key === 'category' && /^(what|which)$/.test(before) && (next > first + 1 || sentence.at(next) === 'of')
    );
  if (/^(which|what)$/.test(before)) return true;
  if (isNextGrouping(sentence, first, next)) return true;
  const opens = first === 0 || (first === 1 && /^(the|all|list|show)$/.test(before));
  if (opens && (next > first + 1 || /^(of|for)$/.test(sentence.at(next)))) return true;
  const isNumber = before === 'many' && sentence.at(first - 2) === 'how';
  const isVariety = /^(different|various|distinct|separate)$/.test(before);
  return isNumber || isVariety;
}

/** "what about categories", "and teams?": another grouping after one. */
const isNextGrouping = (sentence: Sentence, first: number, next: number): boolean =>
  sentence.input.previous.length > 0 &&
  next === sentence.words.length &&
  /^((and|what|how|about|for|the|by|then|now) )+$/.test(`${sentence.phrase(0, first)} `);

/** "where are the potholes", "who is handling these": the places, the assignees, when nothing else says how to count. */
export const readPlainQuestionWord: SlotReader = (sentence, draft) => {
  const { shape } = draft;
  if (shape.group_by ?? shape.interval ?? shape.limit ?? shape.order ?? draft.second.place) return;
  if (readSeverity(sentence, draft)) return;
  const verb = /^(is|are|was|were|do|does|did|has|have|exactly|all)$/;
  const { index } = sentence.words.find(({ lower }) => lower === 'where' || lower === 'who') ?? {};
  if (sentence.at(0) === 'whose') shape.group_by = 'assignee';
  if (index === undefined || !verb.test(sentence.at(index + 1))) return;
  if (sentence.at(index) === 'where') shape.group_by = 'place';
  else if (sentence.words.some(({ lower }) => handling.test(lower))) shape.group_by = 'assignee';
};

/** "how severe are the incidents": by their urgency. */
function readSeverity(sentence: Sentence, draft: Draft): boolean {
  const how = sentence.words.find(({ lower }) => lower === 'how');
  const level =
    how && /^(severe|serious|urgent|critical|grave|dangerous|bad)$/.test(sentence.at(how.index + 1));
  if (!how || !level || !/^(are|were)$/.test(sentence.at(how.index + 2))) return false;
  draft.shape.group_by = 'urgency';
  sentence.take('grouping', how.index, how.index + 2);
  return true;
}

const handling =
  /^(handling|handles|handle|working|works|assigned|responsible|dealing|looking|charge|owns|owning|taking|doing|fixing|has|care)$/;
