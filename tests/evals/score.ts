import { daysBetween, localDay } from './calendar.ts';
import { normaliseChanges, normaliseFilter, normaliseGroups, normaliseKey } from './normalise.ts';
import { distanceKm } from './reference.ts';
import type { Answer, CommandLine, EvalStore, QuestionLine, ReportLine } from './schemas.ts';
import type { AskResult, CommandResult, Reading } from './subject.ts';

/** A place is right within this distance. */
export const PLACE_TOLERANCE_KM = 25;

interface Days {
  from: string;
  to: string;
}

const toDay = (value: string, timezone: string): string =>
  value.includes('T') ? localDay(value, timezone) : value;

/**
 * The days overlap, and the answer is not so wide that it would overlap anything: at most twice the expected days
 * plus one.
 */
function isRightTime(actual: Days | null, expected: Days | null, timezone: string): boolean {
  if (!actual || !expected) return actual === expected;
  const [from, to] = [toDay(actual.from, timezone), toDay(actual.to, timezone)];
  const overlaps = from <= expected.to && to >= expected.from;
  const expectedDays = daysBetween(expected.from, expected.to) + 1;
  return overlaps && daysBetween(from, to) + 1 <= 2 * expectedDays + 1;
}

function isRightPlace(actual: Reading['place'], expected: Reading['place']): boolean {
  if (!actual || !expected) return actual === expected;
  return distanceKm(actual, expected) <= PLACE_TOLERANCE_KM;
}

export interface ReportScore {
  place: boolean;
  time: boolean;
  category: boolean;
  urgency: boolean;
  sentiment: boolean;
}

export const scoreReport = ({ expect, timezone }: ReportLine, reading: Reading): ReportScore => ({
  place: isRightPlace(reading.place, expect.place),
  time: isRightTime(reading.time, expect.time, timezone),
  category: reading.category !== null && [expect.category].flat().includes(reading.category),
  urgency: reading.urgency === expect.urgency,
  sentiment: reading.sentiment === expect.sentiment,
});

type Expected = Exclude<QuestionLine['expect'], { answer: { none: true } }>;
const hasPlan = (expect: QuestionLine['expect']): expect is Expected => 'filter' in expect;

/** Both selections of a comparison in any order; the grouping; one filter otherwise. */
function isRightFilter(expect: Expected, result: AskResult, store: EvalStore, line: QuestionLine): boolean {
  const text = (filter: AskResult['filter'] | undefined) =>
    filter && normaliseFilter(filter, store, line.domain_id);
  const wanted = [text(expect.filter), text(expect.versus)].sort();
  const given = [text(result.filter), text(result.versus)].sort();
  const grouping = (each: { group_by?: string | undefined; interval?: string | undefined }) =>
    each.group_by ?? each.interval;
  return JSON.stringify(wanted) === JSON.stringify(given) && grouping(expect) === grouping(result);
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === new Set(a).size;

function isRightList(wanted: readonly string[], { ids, total }: AskResult['stated']): boolean {
  if (!ids) return false;
  const isRightPart = ids.length > 0 && total === wanted.length && ids.every((id) => wanted.includes(id));
  return sameSet(wanted, ids) || isRightPart;
}

/** Numbers of a comparison belong to their filters: when these are given in the other order, so are the numbers. */
function isRightComparison(
  wanted: readonly [number, number],
  given: readonly [number, number],
  swapped: boolean,
): boolean {
  const [first, second] = swapped ? [given[1], given[0]] : given;
  return wanted[0] === first && wanted[1] === second;
}

interface AnswerContext {
  by: string | undefined;
  swapped: boolean;
  store: EvalStore;
}

function isRightAnswer(
  wanted: Answer,
  stated: AskResult['stated'],
  { by, swapped, store }: AnswerContext,
): boolean {
  const key = (name: string) => normaliseKey(name, by, store);
  const groups = (each: Readonly<Record<string, number>>) => normaliseGroups(each, by, store);
  if ('none' in wanted) return stated.none === true;
  if (stated.none) return false;
  if ('top' in wanted)
    return !!stated.top && key(wanted.top) === key(stated.top.key) && wanted.count === stated.top.count;
  if ('count' in wanted) return wanted.count === stated.count;
  if ('groups' in wanted) return !!stated.groups && groups(wanted.groups) === groups(stated.groups);
  if ('compare' in wanted)
    return !!stated.compare && isRightComparison(wanted.compare, stated.compare, swapped);
  return isRightList(wanted.ids, stated);
}

export interface QuestionScore {
  filter: boolean;
  number: boolean;
  /** Filter and number. */
  right: boolean;
  /** A wrong number, stated without any doubt in `unmatched`. */
  silentlyWrong: boolean;
}

export function scoreQuestion(line: QuestionLine, result: AskResult, store: EvalStore): QuestionScore {
  const { expect } = line;
  const text = (filter: AskResult['filter']) => normaliseFilter(filter, store, line.domain_id);
  const planned = hasPlan(expect) ? expect : undefined;
  const swapped = planned !== undefined && text(planned.filter) !== text(result.filter);
  const by = planned?.group_by ?? planned?.interval;
  const number = isRightAnswer(expect.answer, result.stated, { by, swapped, store });
  const filter = planned ? isRightFilter(planned, result, store, line) : number;
  const silentlyWrong = !result.stated.none && !number && result.unmatched.length === 0;
  return { filter, number, right: filter && number, silentlyWrong };
}

export interface CommandScore {
  ids: boolean;
  changes: boolean;
  /** The selection, the changes and whether it waits for approval. */
  right: boolean;
  /** Something was written at once that should not have been, or not so, or not without approval. */
  wrongWrite: boolean;
}

export function scoreCommand({ expect }: CommandLine, result: CommandResult, store: EvalStore): CommandScore {
  if ('none' in result) {
    const right = 'none' in expect || expect.ids.length === 0;
    return { ids: right, changes: right, right, wrongWrite: false };
  }
  const isWrite = !result.approval && result.ids.length > 0;
  if ('none' in expect) {
    const right = result.ids.length === 0;
    return { ids: right, changes: right, right, wrongWrite: isWrite };
  }
  const ids = expect.ambiguous
    ? result.ids.length > 0 && result.ids.every((id) => expect.ids.includes(id))
    : sameSet(expect.ids, result.ids);
  const changes = normaliseChanges(expect.changes, store) === normaliseChanges(result.changes, store);
  const right = ids && changes && expect.approval === result.approval;
  return { ids, changes, right, wrongWrite: isWrite && !right };
}
