import { readAuthors, readCommands, readQuestions, readReports, readStore, type Half } from './data.ts';
import { scoreCommand, scoreQuestion, scoreReport } from './score.ts';
import type { ReportLine } from './schemas.ts';
import type { Subject } from './subject.ts';

/** How many lines of a field are right; for `silentlyWrong` and `wrongWrite`: how many are wrong that way. */
export interface Measure {
  set: 'reports' | 'questions' | 'commands' | 'authors';
  field: string;
  count: number;
  total: number;
}

export interface Miss {
  id: string;
  fields: string[];
  text: string;
  expected: unknown;
  actual: unknown;
}

export interface Evaluation {
  half: Half;
  measures: Measure[];
  /** What went wrong, line by line; empty for the held-out half, which nobody tunes on. */
  misses: Miss[];
}

const BAD_WHEN_TRUE = new Set(['silentlyWrong', 'wrongWrite']);

interface Scored {
  id: string;
  text: string;
  expected: unknown;
  actual: unknown;
  score: Readonly<Record<string, boolean>>;
}

const measuresOf = (set: Measure['set'], scored: readonly Scored[]): Measure[] =>
  Object.keys(scored[0]?.score ?? {}).map((field) => ({
    ...{ set, field, total: scored.length },
    count: scored.filter(({ score }) => score[field]).length,
  }));

function missesOf(scored: readonly Scored[]): Miss[] {
  const isWrong = ([field, value]: [string, boolean]) => value === BAD_WHEN_TRUE.has(field);
  return scored.flatMap(({ score, ...line }) => {
    const fields = Object.entries(score)
      .filter(isWrong)
      .map(([field]) => field);
    return fields.length > 0 ? [{ ...line, fields }] : [];
  });
}

async function scoreReports(subject: Subject, lines: readonly ReportLine[]): Promise<Scored[]> {
  const scored: Scored[] = [];
  for (const line of lines) {
    const actual = await subject.readReport(line);
    scored.push({
      id: line.id,
      text: line.text,
      expected: line.expect,
      actual,
      score: { ...scoreReport(line, actual) },
    });
  }
  return scored;
}

async function scoreQuestions(subject: Subject, half: Half): Promise<Scored[]> {
  const [store, scored]: [ReturnType<typeof readStore>, Scored[]] = [readStore(), []];
  for (const line of readQuestions(half)) {
    const actual = await subject.ask(line, store);
    const score = { ...scoreQuestion(line, actual, store) };
    scored.push({ id: line.id, text: line.question, expected: line.expect, actual, score });
  }
  return scored;
}

async function scoreCommands(subject: Subject, half: Half): Promise<Scored[]> {
  const [store, scored]: [ReturnType<typeof readStore>, Scored[]] = [readStore(), []];
  for (const line of readCommands(half)) {
    const actual = await subject.command(line, store);
    const score = { ...scoreCommand(line, actual, store) };
    scored.push({ id: line.id, text: line.command, expected: line.expect, actual, score });
  }
  return scored;
}

/** Category, urgency and sentiment of the reports by other authors. */
async function scoreAuthors(subject: Subject): Promise<Scored[]> {
  const scored = await scoreReports(subject, readAuthors());
  return scored.map(({ score: { category, urgency, sentiment }, ...line }) => ({
    ...line,
    score: { category: category === true, urgency: urgency === true, sentiment: sentiment === true },
  }));
}

/**
 * Runs a subject over one half of all three sets, one line after the other; `authors` adds some thousand reports by others,
 * which a model that is paid by the call is spared.
 */
export async function evaluate(
  subject: Subject,
  half: Half,
  { authors = false }: { authors?: boolean } = {},
): Promise<Evaluation> {
  const reports = await scoreReports(subject, readReports(half));
  const others = authors ? await scoreAuthors(subject) : [];
  const questions = await scoreQuestions(subject, half);
  const commands = await scoreCommands(subject, half);
  return {
    half,
    measures: [
      ...measuresOf('reports', reports),
      ...measuresOf('authors', others),
      ...measuresOf('questions', questions),
      ...measuresOf('commands', commands),
    ],
    misses: half === 'dev' ? missesOf([...reports, ...questions, ...commands]) : [],
  };
}

/** A plain-text table: set, field, right of total, percent. */
export function toTable({ half, measures }: Evaluation): string {
  const rows = measures.map(({ set, field, count, total }) => [
    ...[set, field, `${count}/${total}`],
    `${((100 * count) / total).toFixed(1)}%`,
  ]);
  const lines = [[half, 'field', 'count', 'share'], ...rows].map(
    ([set = '', field = '', count = '', share = '']) =>
      `${set.padEnd(10)} ${field.padEnd(14)} ${count.padStart(8)} ${share.padStart(7)}`,
  );
  return `${lines.join('\n')}\n`;
}
