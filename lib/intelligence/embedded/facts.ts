import type { Aggregation, Hotspot, TimeseriesPoint } from '../../ports/relational.ts';
import type { ShownReport } from '../tools/retrieval-api.ts';
import type { ToolResult } from './request.ts';

/** What the tools of one run said, by kind. Absent: not asked, or the call failed. */
export interface Facts {
  total?: number;
  /** Counts by group key, from aggregation_api. */
  groups: Record<string, Aggregation[]>;
  reports: ShownReport[];
  /** How many reports retrieval_api found in all. */
  found?: number;
  trend?: { interval: string; points: TimeseriesPoint[]; direction: string; earlier: number; later: number };
  extent?: { located: number; bounds: number[] | null };
  hotspots?: Hotspot[];
  comparison?: { count: number; compared: number; difference: number; percent: number | null };
  measure?: { metric: string; value: number | null };
  /** What could not be found out. */
  failures: string[];
}

type Value = Record<string, unknown>;

function addAggregation(facts: Facts, input: Value, value: Value): void {
  if (typeof input['group_by'] === 'string') {
    facts.groups[input['group_by']] = value['aggregations'] as Aggregation[];
    facts.total ??= value['total'] as number;
    return;
  }
  facts.total = value['total'] as number;
  const metric = input['metric'];
  if (typeof metric === 'string' && metric !== 'count')
    facts.measure = { metric, value: (value[metric] as number | null | undefined) ?? null };
}

function addAnalysis(facts: Facts, input: Value, value: Value): void {
  if (input['operation'] === 'compare')
    facts.comparison = value as unknown as NonNullable<Facts['comparison']>;
  if (input['operation'] === 'trend') facts.trend = value as unknown as NonNullable<Facts['trend']>;
}

function addSpatial(facts: Facts, input: Value, value: Value): void {
  if (input['operation'] === 'hotspots') facts.hotspots = value['hotspots'] as Hotspot[];
  else facts.extent = { located: value['located'] as number, bounds: value['bounds'] as number[] | null };
}

function addRetrieval(facts: Facts, value: Value): void {
  facts.found = value['total'] as number;
  facts.total ??= facts.found;
  facts.reports.push(...(value['reports'] as ShownReport[]));
}

function errorIn(value: unknown): string {
  const error = (value as Value | undefined)?.['error'];
  return typeof error === 'string' ? error : 'no answer';
}

/** Gathers tool results; order does not matter, errors become failures. */
export function factsOf(results: readonly ToolResult[]): Facts {
  const facts: Facts = { groups: {}, reports: [], failures: [] };
  for (const { tool, input, value, failed } of results) {
    const answer = value as Value;
    const asked = (input ?? {}) as Value;
    if (failed) facts.failures.push(`${tool}: ${errorIn(value)}`);
    else if (tool === 'aggregation_api') addAggregation(facts, asked, answer);
    else if (tool === 'retrieval_api') addRetrieval(facts, answer);
    else if (tool === 'analytics_api') addAnalysis(facts, asked, answer);
    else if (tool === 'spatial_api') addSpatial(facts, asked, answer);
  }
  return facts;
}
