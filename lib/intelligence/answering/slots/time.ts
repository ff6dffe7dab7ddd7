import type { Period } from '../calendar.ts';
import { isNegated, takeNegation } from '../negation.ts';
import type { Draft, Sentence, SlotReader } from '../sentence.ts';
import type { TimeReading } from '../time/ranges.ts';
import { readTimes } from '../time/read-times.ts';
import { takeShift } from './time-shift.ts';
import { unitWords } from '../time/names.ts';

/** Countries that write the month first; 3/4 is the 4th of March there. */
const monthFirst = new Set(['US', 'PH', 'FM', 'PW', 'MH']);

export const timeReader = (sentence: Sentence, direction: 'past' | 'future') => ({
  words: sentence.words,
  calendar: sentence.calendar,
  direction,
  dayFirst: !monthFirst.has(sentence.input.domain.home.country ?? ''),
});

export const asFilter = ({ from, to }: Period) => ({
  ...(from && { from: from.toISOString() }),
  ...(to && { to: to.toISOString() }),
});
const asDueFilter = ({ from, to }: Period) => ({
  ...(from && { due_from: from.toISOString() }),
  ...(to && { due_to: to.toISOString() }),
});

const dueCue = /^(due|deadline|deadlines)$/;

const duty =
  /\b(must|should|has to|have to|needs? to|are to|is to|to be|supposed to)\b.*\b(finish|finished|complete|completed|done|fix|fixed|resolve|resolved|close|closed|handle|handled|deliver|ready)( them| it| everything)?( by)?$/;

/** "what must Team A finish by Friday". */
function isObliged(sentence: Sentence, first: number): boolean {
  const by = sentence.at(first) === 'by' ? first : first - 1;
  if (sentence.at(by) !== 'by' || !duty.test(sentence.phrase(0, by))) return false;
  if (sentence.at(by - 2) !== 'be') sentence.take('due', by - 1);
  return true;
}

/** Whether the time belongs to a deadline: "due this week", "with a deadline before Friday". */
function isDue(sentence: Sentence, { first }: TimeReading): boolean {
  if (isObliged(sentence, first)) return true;
  for (let index = first - 1; index >= first - 4; index--) {
    if (dueCue.test(sentence.at(index))) return true;
    if (
      !/^(is|are|was|were|by|on|in|the|a|date|dates|falls|falling|fall|fell|of|to|be|before|until|no|later|than|some|time|sometime|not|after)$/.test(
        sentence.at(index),
      )
    )
      return false;
  }
  return false;
}

function shifted(
  period: Period,
  unit: 'day' | 'week' | 'month' | 'quarter' | 'year',
  sentence: Sentence,
): Period {
  const from = period.from ?? sentence.calendar.now;
  for (let offset = 0; offset > -240; offset--) {
    const candidate = sentence.calendar.unit(unit, offset);
    if (candidate.to <= from) return candidate;
  }
  return period;
}

/** "than the month before", "compared with the previous week" relative to a time already named. */
function relativeUnit(sentence: Sentence, period: Period): TimeReading | undefined {
  for (const { index, lower } of sentence.words) {
    const unit = unitWords.get(lower);
    if (!unit || !sentence.isFree(index) || unit === 'hour' || unit === 'minute' || unit === 'fortnight')
      continue;
    const after = /^(before|earlier|prior|preceding)$/.test(sentence.at(index + 1));
    const before = /^(previous|preceding|prior)$/.test(sentence.at(index - 1));
    if (!after && !before) continue;
    const span = after ? { first: index, next: index + 2 } : { first: index - 1, next: index + 1 };
    return { ...span, period: shifted(period, unit, sentence), plain: true };
  }
  return undefined;
}

/** Whether the deadline is the last moment: "due by Friday", "due no later than the 20th". */
const isLimit = (sentence: Sentence, { first }: TimeReading): boolean =>
  [first - 2, first - 1, first].some((index) => /^(by|than|until|till)$/.test(sentence.at(index)));

/** Half a year and more ahead, a month or a day without a year was rather meant as the one that has passed. */
const FAR = 183 * 86_400_000;

const isFar = (sentence: Sentence, { period: { from } }: TimeReading): boolean =>
  from !== undefined && from.getTime() - sentence.calendar.now.getTime() > FAR;

function addDeadline(sentence: Sentence, draft: Draft, time: TimeReading): void {
  const { to } = time.period;
  Object.assign(draft.filters, asDueFilter(isLimit(sentence, time) && to ? { to } : time.period));
  sentence.take('due', time.first, time.next);
}

/** When the reports' events were, and when they are due. The second of two event times is kept for comparisons. */
export const readTime: SlotReader = (sentence, draft) => {
  const overdue = sentence.find([
    'overdue',
    'past due',
    'past their due date',
    'past the due date',
    'past its due date',
    'past their deadline',
    'past the deadline',
    'past deadline',
    'missed their deadline',
    'missed the deadline',
    'behind schedule',
    'should have been done by now',
    'late',
    'delayed',
    'over the deadline',
    'beyond the deadline',
    'beyond their due date',
    'deadline has passed',
    'deadline passed',
    'past due date',
  ]);
  const isAdjective = overdue && !/^(late|delayed)$/.test(sentence.at(overdue.first));
  if (overdue && (isAdjective || /^(is|are|were|running)$/.test(sentence.at(overdue.first - 1)))) {
    const today = sentence.calendar.unit('day', 0).from.toISOString();
    if (isNegated(sentence, overdue.first)) {
      draft.filters.due_from = today;
      draft.doubts.push('reports without a due date were left out');
    } else draft.filters.due_to = today;
    sentence.take('due', overdue.first, overdue.next);
  }
  const ahead = readTimes(timeReader(sentence, 'future'), sentence.isFree);
  const behind = readTimes(timeReader(sentence, 'past'), sentence.isFree);
  for (const time of ahead.filter((each) => isDue(sentence, each)))
    addDeadline(
      sentence,
      draft,
      (isFar(sentence, time) && behind.find(({ first }) => first === time.first)) || time,
    );
  if (takeShift(sentence, draft)) return;
  const events = readTimes(timeReader(sentence, 'past'), sentence.isFree);
  const [first, second] = splitForComparison(sentence, events);
  if (first && second && isJoinedStretch(sentence, first, second)) {
    takeEvent(sentence, draft, {
      ...first,
      next: second.next,
      period: { from: first.period.from, to: second.period.to },
    });
    return;
  }
  if (first && !second && takeAgainstNow(sentence, draft, first)) return;
  if (first) takeEvent(sentence, draft, first);
  const other = second ?? (first && relativeUnit(sentence, first.period));
  if (other) {
    draft.second.time = asFilter(other.period);
    sentence.take('time', other.first, other.next);
    if (other.doubt) draft.doubts.push(other.doubt);
  }
};

const sideBySide =
  /\b(difference|change|changed|compare|compared|comparing|comparison|growth|increase|decrease|versus|vs|differ|differs|contrast|respectively|side by side|next to each other|head to head|against each other|against one another|relative to|as opposed to)\b/;

const setsSideBySide = (sentence: Sentence): boolean =>
  sideBySide.test(sentence.phrase(0, sentence.words.length));

const against = /^(than|compared|compare|versus|vs|against)$/;

/** "doing compared with last month", "more than last week": the running unit against the one before. */
function takeAgainstNow(sentence: Sentence, draft: Draft, time: TimeReading): boolean {
  const before = /^(to|with)$/.test(sentence.at(time.first - 1)) ? time.first - 2 : time.first - 1;
  const unit = unitWords.get(sentence.at(time.next - 1));
  const isLast = /^(last|previous|prior|preceding)$/.test(sentence.at(time.next - 2));
  const isFollowUp =
    before <= 3 && draft.filters.category === undefined && draft.filters.status === undefined;
  if (!against.test(sentence.at(before)) || !unit || !isLast || isFollowUp || before === 0) return false;
  if (time.period.from?.getTime() !== sentence.calendar.unit(unit, -1).from.getTime()) return false;
  Object.assign(draft.filters, asFilter(sentence.calendar.unit(unit, 0)));
  draft.second.time = asFilter(time.period);
  sentence.take('time', time.first, time.next);
  return true;
}

/** "difference between June and July", "change from June to July": two stretches, not one from the first to the last. */
function splitForComparison(sentence: Sentence, events: readonly TimeReading[]): readonly TimeReading[] {
  const [only, ...rest] = events;
  if (!only?.parts || rest.length > 0) return events;
  if (!setsSideBySide(sentence)) return events;
  const [first, second] = only.parts;
  return [
    { ...only, period: first },
    { ...only, period: second },
  ];
}

/** "in June and July": one stretch, when the second begins where the first ends and nothing is compared. */
const isJoinedStretch = (sentence: Sentence, first: TimeReading, second: TimeReading): boolean =>
  first.period.to !== undefined &&
  first.period.to.getTime() === second.period.from?.getTime() &&
  sentence.phrase(first.next, second.first + 1).startsWith('and') &&
  !setsSideBySide(sentence) &&
  !sentence.words.some(({ lower }) => /^(than|or|against)$/.test(lower));

function takeEvent(sentence: Sentence, draft: Draft, time: TimeReading): void {
  if (isNegated(sentence, time.first)) {
    draft.unmatched.push(`not ${sentence.original(time.first, time.next)}`);
    takeNegation(sentence, 'time', time.first);
    sentence.take('time', time.first, time.next);
    return;
  }
  const filter = asFilter(time.period);
  Object.assign(draft.filters, filter);
  draft.shape.time_range = { ...filter, text: sentence.original(time.first, time.next) };
  if (time.doubt) draft.doubts.push(time.doubt);
  sentence.take('time', time.first, time.next);
}
