import type { ReportFilter } from '../../domain/filter.ts';
import type { Draft } from './sentence.ts';

/** Two values of a list field ("potholes or garbage") as two selections. */
function splitField(
  filters: ReportFilter,
  field: 'category' | 'assignee' | 'status' | 'urgency' | 'source' | 'priority',
) {
  const values = filters[field];
  if (values?.length !== 2) return undefined;
  return values.map((value) => ({ ...filters, [field]: [value] })) as [ReportFilter, ReportFilter];
}

const withoutTime = ({ from: _from, to: _to, ...rest }: ReportFilter): ReportFilter => rest;

/**
 * The second selection of a comparison: another time, another place, or one of two listed values. Two places or times that are
 * named side by side are compared too, because one selection cannot mean both. Answers the filters to use.
 */
export function comparisonOf(draft: Draft): { filters: ReportFilter; compare_with?: ReportFilter } {
  const { filters, second, comparing } = draft;
  if (second.place) return { filters, compare_with: { ...filters, ...second.place } };
  if (second.time && (comparing || filters.from !== second.time.from))
    return { filters, compare_with: { ...withoutTime(filters), ...second.time } };
  if (!comparing) return { filters };
  if (second.status) {
    const other = new Set<string>(second.status.status);
    const status = filters.status?.filter((value) => !other.has(value));
    return { filters: { ...filters, status }, compare_with: { ...filters, ...second.status } };
  }
  for (const field of ['category', 'assignee', 'source', 'priority', 'urgency'] as const) {
    const pair = splitField(filters, field);
    if (pair) return { filters: pair[0], compare_with: pair[1] };
  }
  return { filters };
}
