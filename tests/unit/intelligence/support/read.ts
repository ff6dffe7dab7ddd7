import type { Interpretation, QueryMode } from '../../../../lib/domain/query.ts';
import { openStatuses } from '../../../../lib/domain/report-vocabulary.ts';
import { readSentence } from '../../../../lib/intelligence/answering/read-sentence.ts';
import type { Turn } from '../../../../lib/intelligence/answering/sentence.ts';
import type { DomainContext } from '../../../../lib/ports/agents.ts';
import { readStore } from '../../../evals/data.ts';
import type { DomainKey } from '../../../evals/schemas.ts';

export const store = readStore();

export function domainOf(key: DomainKey): DomainContext {
  const { categories, places, home } = store.domains[key];
  return {
    domain_id: key,
    domain_name: key.replaceAll('_', ' '),
    home: { ...home, timezone: store.timezone },
    places,
    categories,
  };
}

export interface ReadOptions {
  domain?: DomainKey;
  previous?: readonly Turn[];
  mode?: QueryMode;
}

/** Reads a sentence in the evaluation store's world, on Wednesday 14 October 2026, 15:30 in Asia/Kolkata. */
export const read = (
  text: string,
  { domain = 'civic_complaints', previous = [], mode }: ReadOptions = {},
): Interpretation =>
  readSentence(
    {
      text,
      domain: domainOf(domain),
      people: { teams: store.teams, users: store.users, asking: 'me' },
      previous,
      now: new Date(store.now),
      lookup: () => undefined,
    },
    mode,
  );

const local = new Intl.DateTimeFormat('sv', {
  timeZone: store.timezone,
  dateStyle: 'short',
  timeStyle: 'short',
});
const isOpen = (values: unknown): boolean => JSON.stringify(values) === JSON.stringify(openStatuses);

const userNames = new Map(store.users.map(({ user_id, username }) => [user_id, username]));

function shown(key: string, value: unknown): string {
  if (key === 'status' && isOpen(value)) return 'open';
  if (/^(from|to|due_from|due_to)$/.test(key))
    return `${key}=${local.format(new Date(value as string)).replace(/ 00:00$/, '')}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
  return `${key}=${text.replaceAll(/[0-9a-f-]{36}/g, (id) => userNames.get(id) ?? id)}`;
}

const filterText = (filter: Interpretation['filters']): string =>
  Object.entries(filter)
    .map(([key, value]) => shown(key, value))
    .sort()
    .join(' ');

/** An interpretation in one line, for tables of expectations: sorted conditions, then what to do with them. */
export function inShort(read: Interpretation): string {
  const {
    intent,
    filters,
    changes,
    group_by,
    interval,
    order,
    limit,
    compare_with,
    single,
    ambiguous,
    unmatched,
  } = read;
  if (intent === 'none') return 'none';
  return [
    intent === 'command' ? 'command' : '',
    filterText(filters),
    changes
      ? `=> ${Object.entries(changes)
          .map(([key, value]) => shown(key, value))
          .sort()
          .join(' ')}`
      : '',
    group_by !== undefined ? `by ${group_by}` : '',
    interval !== undefined && interval !== group_by ? `per ${interval}` : '',
    order !== undefined ? `${order}${limit ?? ''}` : '',
    compare_with ? `versus ${filterText(compare_with)}` : '',
    single ? 'single' : '',
    ambiguous ? 'ambiguous' : '',
    unmatched.length > 0 ? `unmatched ${unmatched.join(',')}` : '',
  ]
    .filter(Boolean)
    .join(' | ');
}
