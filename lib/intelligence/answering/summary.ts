import type { ReportFilter } from '../../domain/filter.ts';
import type { Interpretation } from '../../domain/query.ts';
import type { DomainContext } from '../../ports/agents.ts';
import type { ReportIndex } from '../../ports/relational.ts';
import { measureAll } from '../tools/aggregation-api.ts';
import { comparisonOf } from '../tools/analytics-api.ts';
import { readable } from './describe.ts';
import { conditions, newest, plural, SHOWN, type Summary, type Work } from './stated.ts';
import { groupSummary, seriesSummary } from './summarise-groups.ts';

export interface SummaryContext {
  domain: DomainContext;
  /** Name of a team or user by id. */
  nameOf?: (id: string) => string;
}

async function countSummary(work: Work): Promise<Summary> {
  const { tenantId, index, filter, wording } = work;
  const [count, ids] = await Promise.all([index.count(tenantId, filter), newest(work, SHOWN, 'newest')]);
  const headline = `${plural(count)} match${count === 1 ? 'es' : ''}: ${conditions(filter, wording)}.`;
  return { text: headline, stated: { kind: 'count', count, ids }, references: ids };
}

/** Words that were not understood and stand in no report: the reports cannot tell. */
async function unknownSummary(work: Work): Promise<Summary> {
  const words = work.read.unmatched.join(', ');
  return {
    text: `The reports do not tell: none of them says “${words}”.${await withoutSearch(work)}`,
    stated: { kind: 'none' },
    references: [],
  };
}

/** When words that were only searched for leave nothing, what there is without them. */
async function withoutSearch({ tenantId, index, filter: { q: _q, ...filter } }: Work): Promise<string> {
  const count = await index.count(tenantId, filter);
  return count > 0 ? ` Without the words that were not understood there are ${plural(count)}.` : '';
}

async function listSummary(work: Work, limit: number): Promise<Summary> {
  const order = work.read.order === 'asc' ? 'oldest' : 'newest';
  const [ids, total] = await Promise.all([
    newest(work, limit, order),
    work.index.count(work.tenantId, work.filter),
  ]);
  const text =
    total === 1
      ? `The only report: ${conditions(work.filter, work.wording)}.`
      : `The ${order} ${ids.length === 1 ? 'report' : plural(ids.length)} of ${total}: ${conditions(work.filter, work.wording)}.`;
  return {
    text: ids.length === 0 ? `No report matches: ${conditions(work.filter, work.wording)}.` : text,
    stated: { kind: 'list', ids, total: ids.length },
    references: ids,
  };
}

async function measureSummary(work: Work): Promise<Summary> {
  const { tenantId, index, filter, read, wording } = work;
  const { metric, metric_field: field } = read;
  const measure = { filter, metric, field, timezone: wording.domain.home.timezone };
  const [value, count, ids] = await Promise.all([
    measureAll(index, tenantId, measure),
    index.count(tenantId, filter),
    newest(work, SHOWN, 'newest'),
  ]);
  const what = `${metric} of ${readable(field?.replace(/^\w+\./, '') ?? 'the field')}`;
  const text =
    value === null
      ? `No report has a number for the ${what}: ${conditions(filter, wording)}.`
      : `The ${what} is ${Math.round(value * 100) / 100} over ${plural(count)}: ${conditions(filter, wording)}.`;
  return { text, stated: { kind: 'measure', metric, value, count }, references: ids };
}

async function comparisonSummary(work: Work, second: ReportFilter): Promise<Summary> {
  const { tenantId, index, filter, wording } = work;
  const [count, compared, ids] = await Promise.all([
    index.count(tenantId, filter),
    index.count(tenantId, second),
    newest(work, SHOWN / 2, 'newest'),
  ]);
  const others = await newest({ ...work, filter: second }, SHOWN / 2, 'newest');
  const { difference, percent } = comparisonOf(count, compared);
  const change =
    percent === null || difference === 0
      ? ''
      : `, ${Math.abs(percent)}% ${difference > 0 ? 'more' : 'fewer'}`;
  const text = `${count} against ${compared}${change}: ${conditions(filter, wording)} compared with ${conditions(second, wording)}.`;
  return {
    text,
    stated: { kind: 'comparison', count, compared },
    references: [...new Set([...ids, ...others])],
  };
}

async function compute(work: Work): Promise<Summary> {
  const { tenantId, index, filter } = work;
  const isGuess = work.read.unmatched.length > 0 && filter.q !== undefined;
  if (isGuess && (await index.count(tenantId, filter)) === 0) return unknownSummary(work);
  return computeStated(work);
}

function computeStated(work: Work): Promise<Summary> {
  const { metric, group_by, interval, limit, compare_with, order } = work.read;
  if (compare_with) return comparisonSummary(work, compare_with);
  if (interval !== undefined && order === undefined) return seriesSummary(work, interval);
  if (group_by !== undefined) return groupSummary(work, group_by);
  if (limit !== undefined) return listSummary(work, limit);
  return metric === 'count' ? countSummary(work) : measureSummary(work);
}

function doubtsOf({ filters: { q }, unmatched, doubts }: Interpretation): string {
  const isSearched = (word: string) => q?.split(' ').includes(word) || q === word;
  const searched = unmatched.filter(isSearched);
  const left = unmatched.filter((word) => !isSearched(word));
  return [
    searched.length > 0 ? ` Not understood and searched for as text: ${searched.join(', ')}.` : '',
    left.length > 0 ? ` Not understood and left out: ${left.join(', ')}.` : '',
    doubts.length > 0 ? ` Note: ${doubts.join('; ')}.` : '',
  ].join('');
}

/**
 * The answer to a question in words and numbers. Every number comes from the report index; what was not understood is said.
 * Throws what the index throws.
 */
export async function summarise(
  tenantId: string,
  read: Interpretation,
  index: ReportIndex,
  { domain, nameOf = (id) => id }: SummaryContext,
): Promise<Summary> {
  if (read.intent === 'none')
    return {
      text: `This was not understood as a question or a command about the reports of ${domain.domain_name}: ${read.doubts.join('; ')}.`,
      stated: { kind: 'none' },
      references: [],
    };
  const filter = { ...read.filters, domain_id: domain.domain_id };
  const second = read.compare_with && { ...read.compare_with, domain_id: domain.domain_id };
  const summary = await compute({
    tenantId,
    index,
    filter,
    wording: { domain, nameOf },
    read: { ...read, ...(second && { compare_with: second }) },
  });
  return { ...summary, text: `${summary.text}${doubtsOf(read)}` };
}
