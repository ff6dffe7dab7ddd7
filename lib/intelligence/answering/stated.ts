import type { Aggregation, ReportIndex } from '../../ports/relational.ts';
import type { ReportFilter } from '../../domain/filter.ts';
import type { Interpretation } from '../../domain/query.ts';
import { describeFilter, type Wording } from './describe.ts';

/** The numbers that a summary states, each computed by the report index. */
export type Stated =
  | { kind: 'none' }
  | { kind: 'count'; count: number; ids: string[] }
  /** The newest or oldest reports themselves. */
  | { kind: 'list'; ids: string[]; total: number }
  | { kind: 'measure'; metric: string; value: number | null; count: number }
  | {
      kind: 'groups';
      by: string;
      groups: { key: string; count: number; value?: number | null }[];
      total: number;
    }
  /** `top` is absent when nothing or more than one group leads. */
  | {
      kind: 'ranking';
      by: string;
      top?: { key: string; count: number };
      groups: { key: string; count: number }[];
      total: number;
    }
  | { kind: 'series'; interval: string; points: { key: string; count: number }[]; total: number }
  | { kind: 'comparison'; count: number; compared: number };

export interface Summary {
  text: string;
  stated: Stated;
  /** Incident ids behind the statement, most relevant first. */
  references: string[];
}

export const SHOWN = 50;

export interface Work {
  tenantId: string;
  index: ReportIndex;
  read: Interpretation;
  filter: ReportFilter;
  wording: Wording;
}

export const plural = (count: number, noun = 'report'): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const conditions = (filter: ReportFilter, wording: Wording): string => {
  const described = describeFilter(filter, wording);
  return described.length === 0 ? 'all reports' : described.join(', ');
};

export const keyed = (groups: readonly Aggregation[]) =>
  groups.filter((group): group is Aggregation & { key: string } => group.key !== null && group.count > 0);

export async function newest(
  { tenantId, index, filter }: Work,
  limit: number,
  order: 'newest' | 'oldest',
): Promise<string[]> {
  const page = await index.list(tenantId, filter, { page: 1, limit }, order);
  return page.items.map(({ incident_id }) => incident_id);
}
