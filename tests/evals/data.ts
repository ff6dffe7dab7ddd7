import { readFileSync, writeFileSync } from 'node:fs';
import type * as z from 'zod';
import { readLabelled } from '../../scripts/training/labelled.ts';
import {
  commandLine,
  evalStore,
  questionLine,
  reportLine,
  type EvalStore,
  type ReportLine,
} from './schemas.ts';

const directory = new URL('data/', import.meta.url);

/** dev may be tuned on; held-out is only scored. */
export const halves = ['dev', 'heldout'] as const;
export type Half = (typeof halves)[number];

/** Every line checked; throws naming the file and line of the first that is not as the schema says. */
function readLines<Line>(file: string, schema: z.ZodType<Line>): Line[] {
  const rows = readFileSync(new URL(file, directory), 'utf8').trimEnd().split('\n');
  return rows.map((row, index) => {
    const parsed = schema.safeParse(JSON.parse(row));
    if (!parsed.success) throw new SyntaxError(`${file}:${index + 1}: ${parsed.error.message}`);
    return parsed.data;
  });
}

export const readReports = (half: Half) => readLines(`reports.${half}.jsonl`, reportLine);
export const readQuestions = (half: Half) => readLines(`questions.${half}.jsonl`, questionLine);
export const readCommands = (half: Half) => readLines(`commands.${half}.jsonl`, commandLine);
/** Reports by people whom nothing was learnt from; frozen like the held-out half. They say nothing of place and time. */
export const readAuthors = (): ReportLine[] =>
  readLabelled(new URL('authors/', directory)).map(({ source, domain, text, ...labels }, index) =>
    reportLine.parse({
      id: `${source}-${index}`,
      domain_id: domain,
      text,
      now: '2026-11-18T12:00:00Z',
      timezone: 'UTC',
      home: {},
      places: [],
      expect: { place: null, time: null, ...labels },
    }),
  );
export const readStore = (): EvalStore =>
  evalStore.parse(JSON.parse(readFileSync(new URL('store.json', directory), 'utf8')));

export const writeLines = (kind: 'questions' | 'commands', half: Half, lines: readonly unknown[]): void =>
  writeFileSync(
    new URL(`${kind}.${half}.jsonl`, directory),
    `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
  );
