import type { Interpretation } from '../../../domain/query.ts';
import type { Facts } from '../facts.ts';
import type { ToolWish } from '../reply.ts';

export interface PerspectiveInput {
  facts: Facts;
  interpretation: Interpretation;
  timezone: string;
  /** Labels of category keys. */
  label: (key: string) => string;
}

export interface Statement {
  /** Values by the names under which output schemas may ask for them. */
  values: Record<string, unknown>;
  /** One or two sentences with numbers and reports behind them, or that the data does not tell. */
  answer: string;
}

/** One way of looking at the selected reports. */
export interface Perspective {
  name: string;
  wishes(interpretation: Interpretation, filter: Record<string, unknown>): ToolWish[];
  state(input: PerspectiveInput): Statement;
}

export const groupWish = (filter: Record<string, unknown>, group_by: string, limit = 20): ToolWish => ({
  tool: 'aggregation_api',
  input: { filter, group_by, limit },
});
export const countWish = (filter: Record<string, unknown>): ToolWish => ({
  tool: 'aggregation_api',
  input: { filter },
});
export const readWish = (filter: Record<string, unknown>, limit: number, order = 'newest'): ToolWish => ({
  tool: 'retrieval_api',
  input: { filter, limit, order },
});

export const nothingFound: Statement = {
  values: {},
  answer: 'No report matches, so the data does not tell.',
};
