import type { ReportFilter } from '../../lib/domain/filter.ts';
import type { Changes, CommandLine, EvalStore, QuestionLine, ReportLine } from './schemas.ts';

/** What was read from a report. `time`: instants or local dates; a point has the same from and to. */
export interface Reading {
  place: { lon: number; lat: number } | null;
  time: { from: string; to: string } | null;
  category: string | null;
  urgency: string | null;
  sentiment: string | null;
}

/**
 * An answer with how the question was understood. Everything that was stated is given; what was asked for is scored.
 * Keys of groups are ids or names of assignees, "2026-10" for a month, its Monday for a week, "2026-10-14" for a day.
 */
export interface AskResult {
  filter: ReportFilter;
  /** Second selection of a comparison. */
  versus?: ReportFilter | undefined;
  group_by?: string | undefined;
  interval?: string | undefined;
  /** Words it says it did not use: its doubts. */
  unmatched: readonly string[];
  stated: {
    /** It said that it cannot tell; nothing else is stated then. */
    none?: true;
    count?: number;
    ids?: readonly string[];
    /** Length of the whole list when `ids` is only a part of it. */
    total?: number;
    groups?: Readonly<Record<string, number>>;
    top?: { key: string; count: number };
    compare?: readonly [number, number];
  };
}

/** A proposed or applied change set; `none` when the sentence was not taken for a command. */
export type CommandResult = { none: true } | { ids: readonly string[]; changes: Changes; approval: boolean };

/** What is measured: the product behind some model, connected by an adapter. Called once a line, in order, without state between lines. */
export interface Subject {
  readReport(line: ReportLine): Promise<Reading> | Reading;
  ask(line: QuestionLine, store: EvalStore): Promise<AskResult> | AskResult;
  command(line: CommandLine, store: EvalStore): Promise<CommandResult> | CommandResult;
}
