import { localDate } from '../calendar.ts';
import type { Sentence } from '../sentence.ts';
import { numberOf, unitWords } from '../time/names.ts';
import { DAY, dateAt, inUnits, isMoreTime, lastDayOf } from './date-words.ts';
import type { Order } from './directive.ts';
import { isReportNoun } from '../vocabulary.ts';
import { statusVerbs } from './verbs.ts';

export interface DueDate {
  /** YYYY-MM-DD; null removes it; undefined when it could not be told. */
  date: string | null | undefined;
  doubt?: string;
}

const strong = /^(due|deadline|until|till|by)$/;

const weakCue =
  /^(before|within|in|on|for|to|of|no|later|than|date|dates|latest|at|the|is|should|be|as|set|a|an|of|end|this|finish|finished|completed|done)$/;

/** First date after a cue, over the small words between. */
function dateAfter(sentence: Sentence, cue: number) {
  const colon = sentence.words.find(({ gap, index }) => index > cue && gap.includes(':'));
  const field = sentence.at(cue) === 'deadline' || /^dates?$/.test(sentence.at(cue + 1));
  const afterColon = colon && field ? dateAt(sentence, colon.index) : undefined;
  if (colon && afterColon) return { ...afterColon, first: colon.index, apart: true };
  const becomes =
    field && sentence.words.find(({ lower, index }) => index > cue && /^(is|becomes|be)$/.test(lower));
  const said = becomes ? dateAt(sentence, becomes.index + 1) : undefined;
  if (becomes && said) return { ...said, first: becomes.index, apart: true };
  for (let at = cue + 1; at <= cue + 5; at++) {
    const found = dateAt(sentence, at);
    if (found) return { ...found, first: at };
    if (!weakCue.test(sentence.at(at)) && !strong.test(sentence.at(at))) return undefined;
  }
  return undefined;
}

const removal =
  /\b(remove|clear|drop|delete|cancel|no)\b[^,;:]{0,20}\b(due date|due dates|deadline|deadlines)\b/;

function readRemoval(sentence: Sentence): boolean {
  const match = removal.exec(sentence.phrase(0, sentence.words.length));
  const noun = match && sentence.words.find(({ lower }) => /^(due|deadline|deadlines)$/.test(lower));
  if (!noun) return false;
  sentence.take(
    'due',
    noun.index,
    /^dates?$/.test(sentence.at(noun.index + 1)) ? noun.index + 2 : noun.index + 1,
  );
  return true;
}

/** "by 2 days", "by a week": moves a deadline that only the reports know. */
function isRelativeShift(sentence: Sentence, cue: number): boolean {
  const count = numberOf(sentence.at(cue + 1)) ?? (/^(a|an)$/.test(sentence.at(cue + 1)) ? 1 : undefined);
  return sentence.at(cue) === 'by' && count !== undefined && unitWords.has(sentence.at(cue + 2));
}

const received =
  /^(from|reported|received|created|submitted|filed|logged|raised|sent|came|dated|opened|older|since)$/;

/** "assign complaints due tomorrow to Team A", "close the reports due today": right after the noun, before the value or under a status verb. */
function describesObject(sentence: Sentence, cue: number, orders: readonly Order[]): boolean {
  const afterNoun = isReportNoun(sentence.stemAt(cue - 1)) || /^ones?$/.test(sentence.at(cue - 1));
  if (!afterNoun || orders.length === 0 || (orders[0]?.index ?? 0) > cue)
    return afterNoun && (orders[0]?.index ?? 0) > cue;
  const isStatusOrder = orders.some(({ verb }) => Object.hasOwn(statusVerbs, verb));
  const valueLater = sentence.words.slice(cue + 1).some(({ lower }) => /^(to|as)$/.test(lower));
  return isStatusOrder || valueLater;
}

/** "due this week to next Wednesday": the first date selects, the second is the new one. */
function isFollowedByNew(sentence: Sentence, cue: number): boolean {
  const own = dateAfter(sentence, cue);
  return (
    own !== undefined &&
    sentence.words.some(
      ({ lower, index }) =>
        index >= own.next && /^(to|until|till)$/.test(lower) && dateAt(sentence, index + 1) !== undefined,
    )
  );
}

/** A cue that belongs to what is selected: "that were due last week", "complaints from before June", "close all potholes before May". */
function isSelecting(sentence: Sentence, cue: number, orders: readonly Order[]): boolean {
  const word = sentence.at(cue);
  const before = sentence.at(cue - 1);
  if (word === 'due' && isFollowedByNew(sentence, cue)) return true;
  if (word === 'due' && describesObject(sentence, cue, orders)) return true;
  if (word === 'due')
    return /\b(that|which|were|was|are|those)( (are|were|is|was))?$/.test(sentence.phrase(cue - 2, cue));
  if (received.test(before) || (before === 'in' && sentence.at(cue - 2) === 'came')) return true;
  const onlyStatus = orders.length > 0 && orders.every(({ verb }) => Object.hasOwn(statusVerbs, verb));
  return /^(before|until|till)$/.test(word) && onlyStatus;
}

/** The deadline that the sentence sets; dates of the past select reports instead. */
export function readDueDate(
  sentence: Sentence,
  orders: readonly Order[],
  isColonForm: boolean,
): DueDate | undefined {
  if (readRemoval(sentence)) return { date: null };
  if (isMoreTime(sentence))
    return { date: undefined, doubt: 'a deadline can be set to a date, not moved by a time' };
  const { calendar } = sentence;
  for (const { index, lower } of sentence.words) {
    if (!sentence.isFree(index)) continue;
    const isCue =
      strong.test(lower) ||
      /^(before|within)$/.test(lower) ||
      (lower === 'in' && orders.length > 0 && unitsAt(sentence, index) !== undefined) ||
      (/^(to|for)$/.test(lower) &&
        /\b(extend|postpone|reschedule|schedule|push|deadline|due|move the date|delay|overdue)\b/.test(
          sentence.phrase(0, index),
        ));
    if (!isCue || isSelecting(sentence, index, orders)) continue;
    if (isRelativeShift(sentence, index))
      return { date: undefined, doubt: 'a deadline can be set to a date, not moved by a time' };
    const found =
      lower === 'within' || lower === 'in' ? unitsAt(sentence, index) : dateAfter(sentence, index);
    if (!found) continue;
    const date = lastDayOf(found.period, calendar.timezone);
    if ((found.period.to?.getTime() ?? 0) <= calendar.unit('day', 0).from.getTime()) continue;
    const before =
      lower === 'before' &&
      !/^(on or|or)$/.test(sentence.phrase(index - 2, index)) &&
      sentence.at(index - 1) !== 'or'
        ? localDate(new Date((found.period.from ?? calendar.now).getTime() - DAY / 2), calendar.timezone)
        : date;
    if ('apart' in found) sentence.take('due', found.first, found.next);
    else takeCue(sentence, index, found.next);
    takeFieldNouns(sentence);
    return { date: before, ...(found.doubt !== undefined && { doubt: `read as ${before}: ${found.doubt}` }) };
  }
  return readBareDate(sentence, isColonForm);
}

/** The cue with its small words before ("with a due date of", "should be finished by") and the date. */
function takeCue(sentence: Sentence, cue: number, next: number): void {
  sentence.take('due', cue, next);
  for (
    let index = cue - 1;
    index >= cue - 4 &&
    /^(due|deadline|date|be|finished|done|completed|finish|complete|completion|for|must|should|with|have|no|later|than|latest|on|or|to|set|handled|sorted|the|is)$/.test(
      sentence.at(index),
    ) &&
    sentence.isFree(index);
    index--
  )
    sentence.take('due', index);
  if (sentence.phrase(cue - 2, cue) === 'with a') sentence.take('due', cue - 2, cue);
}

function takeFieldNouns(sentence: Sentence): void {
  for (const { index, lower } of sentence.words)
    if (
      /^(deadline|deadlines)$/.test(lower) ||
      (lower === 'due' && /^dates?$/.test(sentence.at(index + 1)))
    ) {
      sentence.take('due', index, lower === 'due' ? index + 2 : index + 1);
    }
}

const unitsAt = (sentence: Sentence, index: number) => {
  const found = inUnits(sentence, index);
  return found && { ...found, first: index };
};

/** "Team A, tomorrow": a future day by itself after a colon or comma. */
function readBareDate(sentence: Sentence, isColonForm: boolean): DueDate | undefined {
  for (const { index, gap } of sentence.words) {
    if (!sentence.isFree(index) || (!/[,:;]/.test(gap) && !/^(tomorrow)$/.test(sentence.at(index)))) continue;
    const found = dateAt(sentence, index);
    const ends = found && (found.next >= sentence.words.length || /[,.;!]/.test(sentence.gapAt(found.next)));
    if (!found || !ends || (!isColonForm && sentence.at(index) !== 'tomorrow')) continue;
    if ((found.period.to?.getTime() ?? 0) <= sentence.calendar.now.getTime()) continue;
    sentence.take('due', index, found.next);
    return { date: lastDayOf(found.period, sentence.calendar.timezone) };
  }
  return undefined;
}
