import { compositeKey } from '../../domain/ids.ts';
import type { StoredQuery } from '../../domain/query.ts';
import { versionConflict } from '../../errors.ts';
import type { QueryStore } from '../../ports/documents.ts';
import type { Item, Selection, Tables } from './document-table.ts';
import { missing, oneOf } from './document-table.ts';
import { listPage } from './list-pages.ts';
import { freshJob, GRACE_MS, isTerminal, later, NO_LEASE, subjectKey, sweepMark } from './subject-items.ts';
import type { SubjectItem } from './subject-items.ts';

const toQuery = (item: SubjectItem): StoredQuery => item.record as StoredQuery;

/** A change of status from outside the job also ends the job, or starts it again. */
function jobChange(status: StoredQuery['status'] | undefined, pk: string, at: string) {
  if (status === undefined) return {};
  const job = { job_status: status, job_updated_at: at, lease_until: NO_LEASE };
  if (isTerminal(status)) return { set: job, remove: ['sweep_shard', 'sweep_at', 'lease_owner'] };
  return { set: { ...job, ...sweepMark(pk, later(at, GRACE_MS)) }, remove: ['lease_owner'] };
}

/** Queries with their jobs on the same items. */
export function makeQueryStore({ queries }: Pick<Tables, 'queries'>, clock: { now(): Date }): QueryStore {
  const find = async (tenantId: string, queryId: string): Promise<SubjectItem | undefined> =>
    (await queries.get(subjectKey(tenantId, queryId))) as SubjectItem | undefined;
  const load = async (items: Item[]): Promise<StoredQuery[]> => {
    const found = (await queries.getMany(items.map(({ pk }) => ({ pk: pk as string })))) as SubjectItem[];
    const byKey = new Map(found.map((item) => [item.pk, toQuery(item)]));
    return items.flatMap(({ pk }) => byKey.get(pk as string) ?? []);
  };

  return {
    insert: async (tenantId, query, { fingerprint }) => {
      const pk = compositeKey(tenantId, query.query_id);
      const item: Item = {
        pk,
        tenant_id: tenantId,
        session_key: compositeKey(tenantId, query.session_id),
        created_at: query.created_at,
        record: query,
        fingerprint,
        fence: 0,
        ...freshJob(query.job_id, query.created_at),
        ...sweepMark(pk, later(query.created_at, GRACE_MS)),
      };
      if (await queries.put(item, missing('pk'))) return { inserted: true };
      const existing = await find(tenantId, query.query_id);
      if (existing === undefined) throw versionConflict(undefined);
      return { inserted: false, existing: toQuery(existing), fingerprint: existing.fingerprint };
    },

    find: async (tenantId, queryId) => {
      const item = await find(tenantId, queryId);
      return item && toQuery(item);
    },

    list: (tenantId, query) => {
      const sessionKey =
        query.session_id === undefined ? undefined : compositeKey(tenantId, query.session_id);
      const hash =
        sessionKey === undefined
          ? (['tenant_id', tenantId] as const)
          : (['session_key', sessionKey] as const);
      const index = sessionKey === undefined ? 'by-tenant' : 'by-session';
      const selection: Selection = { index, hash, descending: true };
      const cursorKeys = {
        toCursor: ({ pk, created_at }: Item) => ({
          id: decodeURIComponent((pk as string).split('|')[1] ?? ''),
          at: created_at as string,
        }),
        toKey: ({ id = '', at = '' }: Readonly<Record<string, string>>) => ({
          ...subjectKey(tenantId, id),
          [hash[0]]: hash[1],
          created_at: at,
        }),
      };
      return listPage(queries, selection, query, cursorKeys, load);
    },

    transition: async (tenantId, queryId, from, next) => {
      const key = subjectKey(tenantId, queryId);
      const at = clock.now().toISOString();
      const fields = Object.fromEntries(
        Object.entries(next).map(([name, value]) => [`record.${name}`, value]),
      );
      const job = jobChange(next.status, compositeKey(tenantId, queryId), at);
      const change = { ...job, set: { ...job.set, 'record.updated_at': at, ...fields } };
      return (await queries.update(key, change, oneOf('record.status', from))) !== undefined;
    },

    remove: async (tenantId, queryId) => (await queries.remove(subjectKey(tenantId, queryId))) !== undefined,
  };
}
