import { describe, expect, test } from '@jest/globals';
import { readCommands, readQuestions, readReports, readStore } from '../../evals/data.ts';
import { evaluate, toTable } from '../../evals/evaluate.ts';
import { normaliseFilter } from '../../evals/normalise.ts';
import { scoreCommand, scoreQuestion, scoreReport } from '../../evals/score.ts';
import type { Answer, CommandLine, QuestionLine, ReportLine } from '../../evals/schemas.ts';
import type { AskResult, CommandResult, Reading, Subject } from '../../evals/subject.ts';

const store = readStore();

const stated = (answer: Answer): AskResult['stated'] =>
  'top' in answer ? { top: { key: answer.top, count: answer.count } } : answer;
const rightReading = ({ expect: { place, time, category, urgency, sentiment } }: ReportLine): Reading => ({
  ...{ place, time, urgency, sentiment },
  category: [category].flat()[0] ?? null,
});
const rightAnswer = ({ expect: { answer, ...plan } }: QuestionLine): AskResult => ({
  filter: {},
  ...plan,
  unmatched: [],
  stated: stated(answer),
});
const rightCommand = ({ expect: wanted }: CommandLine): CommandResult => wanted;

const perfect: Subject = { readReport: rightReading, ask: rightAnswer, command: rightCommand };
const reckless: Subject = {
  readReport: () => ({
    place: { lon: 0, lat: 0 },
    time: null,
    category: null,
    urgency: null,
    sentiment: null,
  }),
  ask: () => ({ filter: { q: 'zebra' }, unmatched: [], stated: { count: 1_000_000 } }),
  command: () => ({
    ids: store.reports.map((report) => report.incident_id),
    changes: { status: 'closed' },
    approval: false,
  }),
};

const find = <Line>(lines: Line[], fits: (line: Line) => boolean): Line => {
  const line = lines.find(fits);
  if (!line) throw new Error('no such line in the dev half');
  return line;
};

describe('evaluate', () => {
  test.each(['dev', 'heldout'] as const)(
    'gives every point of %s to a subject that answers as labelled',
    async (half) => {
      const { measures, misses } = await evaluate(perfect, half);
      const bad = measures.filter(({ field }) => ['silentlyWrong', 'wrongWrite'].includes(field));
      expect(bad.map(({ count }) => count)).toEqual([0, 0]);
      expect(measures.filter((each) => !bad.includes(each) && each.count !== each.total)).toEqual([]);
      expect(misses).toEqual([]);
    },
  );

  test('counts every silent wrong number and wrong write of a reckless subject', async () => {
    const { measures, misses } = await evaluate(reckless, 'dev');
    const of = (field: string) => measures.find((each) => each.field === field);
    expect(of('silentlyWrong')?.count).toBe(of('silentlyWrong')?.total);
    expect(of('wrongWrite')?.count).toBe(of('wrongWrite')?.total);
    expect(misses.length).toBeGreaterThan(250);
  });

  test('keeps the misses of the held-out half to itself', async () => {
    const evaluation = await evaluate(reckless, 'heldout');
    expect(evaluation.misses).toEqual([]);
    expect(toTable(evaluation)).toMatch(/questions +silentlyWrong +\d+\/\d+ +100\.0%/);
  });
});

describe('scoreReport', () => {
  const line = find(
    readReports('dev'),
    ({ expect: wanted }) => wanted.place !== null && wanted.time !== null,
  );
  const right = rightReading(line);
  const { place } = right;

  test('allows 25 km for a place, and no place only where none is expected', () => {
    const moved = (degrees: number) =>
      scoreReport(line, { ...right, place: place && { lon: place.lon, lat: place.lat + degrees } }).place;
    expect([moved(0.22), moved(0.23)]).toEqual([true, false]);
    expect(scoreReport(line, { ...right, place: null }).place).toBe(false);
    expect(scoreReport({ ...line, expect: { ...line.expect, place: null } }, right).place).toBe(false);
  });

  test('takes instants by their local day, and no range so wide that it says nothing', () => {
    const wanted = {
      ...line,
      timezone: 'Asia/Kolkata',
      expect: { ...line.expect, time: { from: '2026-03-11', to: '2026-03-11' } },
    };
    const time = (from: string, to = from) => scoreReport(wanted, { ...right, time: { from, to } }).time;
    expect([time('2026-03-10T18:30:00.000Z'), time('2026-03-10T18:29:59.000Z')]).toEqual([true, false]);
    expect([time('2026-03-10', '2026-03-12'), time('2026-01-01', '2026-12-31')]).toEqual([true, false]);
  });
});

describe('normaliseFilter', () => {
  const same = (...filters: Parameters<typeof normaliseFilter>[0][]) =>
    new Set(filters.map((filter) => normaliseFilter(filter, store, 'civic_complaints'))).size === 1;

  test('takes different words for the same meaning as equal', () => {
    expect(same({ assignee: ['Roads Crew'] }, { assignee: ['roads-crew'], assigned: true })).toBe(true);
    expect(same({ urgency: ['urgent', 'immediate', 'low'] }, { not: { urgency: ['moderate'] } })).toBe(true);
    expect(same({ q: 'Rats' }, { q: 'rat' })).toBe(true);
    expect(
      same({ from: '2026-09-30T18:30:00.000Z' }, { from: '2026-09-30T18:30:00.000Z', to: store.now }),
    ).toBe(true);
    expect(same({ due_to: '2026-10-13T18:30:00.000Z' }, { due_to: '2026-10-13T12:00:00.000Z' })).toBe(true);
  });

  test('tells different meanings apart', () => {
    expect(same({ status: ['resolved'] }, { status: ['closed'] })).toBe(false);
    expect(same({ place: 'Lakeside' }, { not: { place: 'Lakeside' } })).toBe(false);
    expect(same({ due_to: '2026-10-13T18:30:00.000Z' }, { due_to: store.now })).toBe(false);
    expect(same({ from: '2026-09-30T18:30:00.000Z' }, { from: '2026-10-01T00:00:00.000Z' })).toBe(false);
  });
});

describe('scoreQuestion', () => {
  const counted = find(
    readQuestions('dev'),
    ({ expect: wanted }) => 'filter' in wanted && 'count' in wanted.answer,
  );
  const compared = find(
    readQuestions('dev'),
    ({ expect: wanted }) => 'filter' in wanted && wanted.versus !== undefined,
  );
  const unanswerable = find(readQuestions('dev'), ({ expect: wanted }) => !('filter' in wanted));

  test('forgives a wrong number that came with a doubt, but does not call it right', () => {
    const wrong = { ...rightAnswer(counted), stated: { count: -1 } };
    expect(scoreQuestion(counted, wrong, store)).toMatchObject({ right: false, silentlyWrong: true });
    expect(scoreQuestion(counted, { ...wrong, unmatched: ['bigfoot'] }, store)).toMatchObject({
      right: false,
      silentlyWrong: false,
    });
  });

  test('accepts a comparison in the other order only with its numbers swapped too', () => {
    const given = rightAnswer(compared);
    const [first, second] = given.stated.compare ?? [0, 0];
    const swapped = { ...given, filter: given.versus ?? {}, versus: given.filter };
    expect(first).not.toBe(second);
    expect(scoreQuestion(compared, { ...swapped, stated: { compare: [second, first] } }, store).right).toBe(
      true,
    );
    expect(scoreQuestion(compared, { ...swapped, stated: { compare: [first, second] } }, store).right).toBe(
      false,
    );
  });

  test('counts a number stated for an unanswerable question as silently wrong', () => {
    const result = { filter: {}, unmatched: [], stated: { count: 0 } };
    expect(scoreQuestion(unanswerable, result, store)).toMatchObject({ right: false, silentlyWrong: true });
  });
});

describe('scoreCommand', () => {
  const fits = (test: (wanted: Exclude<CommandLine['expect'], { none: true }>) => boolean) =>
    find(readCommands('dev'), ({ expect: wanted }) => 'ids' in wanted && test(wanted));
  const small = fits(({ approval, ids }) => !approval && ids.length > 1);
  const large = fits(({ approval, ambiguous }) => approval && !ambiguous);

  test('calls a write without the needed approval wrong, and a wrong proposal that waits merely not right', () => {
    const result = rightCommand(large);
    if ('none' in result) throw new Error('expected a change set');
    expect(scoreCommand(large, { ...result, approval: false }, store)).toMatchObject({
      right: false,
      wrongWrite: true,
    });
    expect(scoreCommand(large, { ...result, ids: [] }, store)).toMatchObject({
      right: false,
      wrongWrite: false,
    });
  });

  test('calls a write on one report too few wrong', () => {
    const result = rightCommand(small);
    if ('none' in result) throw new Error('expected a change set');
    expect(scoreCommand(small, { ...result, ids: result.ids.slice(1) }, store)).toMatchObject({
      ids: false,
      wrongWrite: true,
    });
    expect(scoreCommand(small, { none: true }, store)).toMatchObject({ right: false, wrongWrite: false });
  });
});
