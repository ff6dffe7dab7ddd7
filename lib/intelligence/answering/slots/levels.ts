import type { Urgency } from '../../../domain/report-vocabulary.ts';
import { isNegated, takeNegation } from '../negation.ts';
import { addTo, type Sentence, type SlotReader } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';
import { findIn, priorityWords, sentimentWords, urgencyLevels, urgencyWords, type Found } from './values.ts';

const isPriorityNoun = (word: string): boolean => /^(priority|priorities)$/.test(word);
const isUrgencyNoun = (word: string): boolean => /^(urgency|severity|seriousness)$/.test(word);
const skipLinks = /^(of|is|are|was|were|at|to|with|a|the|level|set|as|being|value)$/;

/** The noun that a level belongs to: right after it ("high priority"), or before it ("priority is high", "a priority of high"). */
function besideNoun(sentence: Sentence, first: number, next: number, isNoun: (word: string) => boolean) {
  if (isNoun(sentence.at(next))) return { first, next: next + 1 };
  if (sentence.at(next) === 'level' && isNoun(sentence.at(next + 1))) return { first, next: next + 2 };
  let before = first - 1;
  while (before > first - 4 && skipLinks.test(sentence.at(before))) before--;
  return isNoun(sentence.at(before)) ? { first: before, next } : undefined;
}

/** "high and critical priority": a level joined to a later one that has the noun. */
function isJoined<T>(sentence: Sentence, { next }: Found<T>, later: Found<T> | undefined): boolean {
  return (
    later !== undefined &&
    sentence.words.slice(next, later.first).every(({ lower }) => /^(and|or)$/.test(lower))
  );
}

/** The levels that have the noun beside them, or share it with a later one. */
function withNoun<T>(
  sentence: Sentence,
  found: readonly Found<T>[],
  isNoun: (word: string) => boolean,
): Found<T>[] {
  const kept: Found<T>[] = [];
  let later: Found<T> | undefined;
  for (const level of found.toReversed()) {
    const span = besideNoun(sentence, level.first, level.next, isNoun);
    const isKept = span !== undefined || isJoined(sentence, level, later);
    later = isKept ? level : undefined;
    if (isKept) kept.unshift({ ...level, ...span });
  }
  return kept;
}

/** "critical" alone, and "high" or "low" right before what is counted: the priority that people set. */
function bareLevels(sentence: Sentence) {
  return findIn(sentence, priorityWords).filter(({ first, next }) => {
    const word = sentence.at(first);
    if (word === 'critical' || /^p\d$/.test(word)) return true;
    const beforeNoun = isReportNoun(sentence.stemAt(next)) || /^(ones|one)$/.test(sentence.at(next));
    return /^(high|medium|low)$/.test(word) && beforeNoun;
  });
}

export const findPriorities = (sentence: Sentence) => {
  const beside = withNoun(sentence, findIn(sentence, priorityWords), isPriorityNoun);
  const rest = bareLevels(sentence).filter(
    ({ first }) => !beside.some((each) => each.first <= first && first < each.next),
  );
  return [...beside, ...rest].sort((a, b) => a.first - b.first);
};

const priorityExclusion = 'an excluded priority cannot be expressed and was turned into the other ones';

export const readPriority: SlotReader = (sentence, draft) => {
  for (const { value, first, next } of findPriorities(sentence)) {
    const negated = isNegated(sentence, first);
    const values = negated ? ['critical', 'high', 'medium', 'low'].filter((each) => each !== value) : [value];
    if (negated) {
      draft.doubts.push(priorityExclusion);
      takeNegation(sentence, 'priority', first);
    }
    draft.filters.priority = [...new Set([...(draft.filters.priority ?? []), ...values])];
    sentence.take('priority', first, next);
  }
};

const findUrgencies = (sentence: Sentence): Found<readonly Urgency[]>[] => {
  const beside = withNoun(sentence, findIn(sentence, urgencyLevels), isUrgencyNoun);
  const bare = findIn(sentence, urgencyWords).filter(
    ({ first, next }) => !beside.some((each) => first < each.next && each.first < next),
  );
  return [...beside, ...bare].sort((a, b) => a.first - b.first);
};

/** "urgent" is the one level of that name; "urgent or worse" includes immediate. */
export const readUrgency: SlotReader = (sentence, draft) => {
  for (const { value, first, next } of findUrgencies(sentence)) {
    if (asksHow(sentence, first)) continue;
    const negated = isNegated(sentence, first);
    for (const each of value) addTo(draft.filters, 'urgency', each, negated);
    if (negated) takeNegation(sentence, 'urgency', first);
    sentence.take('urgency', first, next);
  }
};

/** "how urgent are they" asks for the level, it names none. */
const asksHow = (sentence: Sentence, index: number): boolean =>
  sentence.at(index - 1) === 'how' && /^(are|were)$/.test(sentence.at(index + 1));

const vagueSeverity = new Set(['serious', 'severe', 'grave', 'dangerous']);

/** "serious" names no level: the two upper ones are taken, and the doubt is said. */
export const readVagueSeverity: SlotReader = (sentence, draft) => {
  for (const { index, lower } of sentence.words) {
    if (
      !vagueSeverity.has(lower) ||
      !sentence.isFree(index) ||
      draft.filters.urgency ||
      asksHow(sentence, index)
    )
      continue;
    const negated = isNegated(sentence, index);
    for (const each of ['immediate', 'urgent'] as const) addTo(draft.filters, 'urgency', each, negated);
    if (negated) takeNegation(sentence, 'urgency', index);
    draft.doubts.push(`"${lower}" was read as immediate or urgent`);
    sentence.take('urgency', index);
  }
};

const feelingNoun =
  /^(sentiment|tone|mood|feedback|feeling|feelings|attitude|review|reviews|comments?|remarks?|words?)$/;

export const readSentiment: SlotReader = (sentence, draft) => {
  for (const { value, first, next } of findIn(sentence, sentimentWords)) {
    const negated = isNegated(sentence, first);
    const others = (['positive', 'negative', 'neutral', 'mixed'] as const).filter((each) => each !== value);
    const values = negated ? others : [value];
    draft.filters.sentiment = [...new Set([...(draft.filters.sentiment ?? []), ...values])];
    if (negated) takeNegation(sentence, 'sentiment', first);
    sentence.take('sentiment', first, next);
    if (feelingNoun.test(sentence.at(next))) sentence.take('sentiment', next);
    if (feelingNoun.test(sentence.at(first - 1))) sentence.take('sentiment', first - 1);
  }
};
