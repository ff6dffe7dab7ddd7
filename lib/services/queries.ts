import { queryJobId } from '../domain/ids.ts';
import type { PageQuery } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import type { Query, QueryInput, StoredQuery } from '../domain/query.ts';
import { noUsage, type LogEntry } from '../domain/run.ts';
import { AppError, notFound } from '../errors.ts';
import type { QueryStore, SessionStore } from '../ports/documents.ts';
import type { AgentRunStore, Dispatcher, JobRef, JobStore } from '../ports/jobs.ts';
import type { DomainStore } from '../ports/relational.ts';
import type { Clock, Ids, Log } from '../ports/world.ts';
import { assertMayWrite, found } from './access.ts';
import { assertSameRequest, fingerprintOf, idFor } from './idempotency.ts';
import { toList } from './listing.ts';

export interface QueryPorts {
  queries: QueryStore;
  sessions: Pick<SessionStore, 'find' | 'append'>;
  domains: Pick<DomainStore, 'find'>;
  jobs: Pick<JobStore, 'requestCancel' | 'reopen'>;
  runs: Pick<AgentRunStore, 'removeAll' | 'removeUnsuccessful'>;
  dispatcher: Dispatcher;
  /** Throws RATE_LIMITED or BUDGET_SPENT. */
  admission: { admit: (tenantId: string) => Promise<void> };
  executionLog: (ref: JobRef) => Promise<LogEntry[]>;
  ids: Ids;
  clock: Clock;
  log: Pick<Log, 'warn'>;
}

export interface AcceptedQuery {
  job_id: string;
  query_id: string;
  session_id: string;
  status: 'accepted';
  message: string;
  timestamp: string;
}

function newQuery(principal: Principal, input: QueryInput, id: string, now: string): StoredQuery {
  return {
    id,
    query_id: id,
    job_id: queryJobId(id),
    session_id: input.session_id,
    domain_id: input.domain_id,
    question: input.question,
    mode: input.mode ?? null,
    status: 'accepted',
    summary: null,
    bullets: [],
    interpretation: null,
    map_data: null,
    references_used: [],
    changes: [],
    usage: noUsage,
    completed_at: null,
    created_at: now,
    updated_at: now,
    created_by: principal.userId,
  };
}

const answer = (query: StoredQuery, message: string, timestamp: string): AcceptedQuery => ({
  job_id: query.job_id,
  query_id: query.query_id,
  session_id: query.session_id,
  status: 'accepted',
  message,
  timestamp,
});
const ASKED = 'The question was accepted; agents are working on it.';

/** Questions and commands in plain language. */
export function makeQueries(ports: QueryPorts) {
  const { queries, sessions, domains, jobs, runs, dispatcher, admission, executionLog, ids, clock, log } =
    ports;

  const find = async ({ tenantId }: Principal, queryId: string): Promise<StoredQuery> =>
    found(await queries.find(tenantId, queryId), 'query', queryId);

  const findOwn = async (principal: Principal, queryId: string): Promise<StoredQuery> => {
    const query = await find(principal, queryId);
    assertMayWrite(principal, query, 'query');
    return query;
  };

  /** A lost dispatch is no failed request: the sweeper dispatches what is due. */
  const dispatch = async (tenantId: string, jobId: string): Promise<void> => {
    await dispatcher.dispatch({ tenantId, jobId }).catch((error: unknown) => {
      log.warn('dispatch failed; the sweeper will repeat it', { job_id: jobId, error });
    });
  };

  const remember = (tenantId: string, query: StoredQuery): Promise<void> =>
    sessions.append(tenantId, query.session_id, {
      message_id: ids.derived('msg', tenantId, query.query_id, 'user'),
      role: 'user',
      content: query.question,
      timestamp: query.created_at,
      metadata: { query_id: query.query_id, references: [] },
    });

  const assertMayAsk = async (principal: Principal, input: QueryInput): Promise<void> => {
    const [session, domain] = await Promise.all([
      sessions.find(principal.tenantId, input.session_id),
      domains.find(principal.tenantId, input.domain_id),
    ]);
    assertMayWrite(principal, found(session, 'session', input.session_id), 'session');
    found(domain, 'domain', input.domain_id);
  };

  return {
    async submit(principal: Principal, input: QueryInput, key?: string): Promise<AcceptedQuery> {
      const { tenantId } = principal;
      await admission.admit(tenantId);
      await assertMayAsk(principal, input);
      const id = idFor(ids, 'qry', principal, key);
      const query = newQuery(principal, input, id, clock.now().toISOString());
      const fingerprint = fingerprintOf(input);
      const stored = await queries.insert(tenantId, query, { fingerprint });
      if (!stored.inserted) {
        assertSameRequest(stored.fingerprint, fingerprint);
        return answer(query, ASKED, stored.existing.created_at);
      }
      await remember(tenantId, query);
      await dispatch(tenantId, query.job_id);
      return answer(query, ASKED, query.created_at);
    },

    async get(principal: Principal, queryId: string): Promise<Query> {
      const query = await find(principal, queryId);
      const ref = { tenantId: principal.tenantId, jobId: query.job_id };
      return { ...query, execution_log: await executionLog(ref) };
    },

    /** Newest first. */
    async list(principal: Principal, query: PageQuery & { session_id?: string | undefined }) {
      const { items, pagination } = toList(principal, await queries.list(principal.tenantId, query), query);
      return { queries: items, pagination };
    },

    async remove(principal: Principal, queryId: string): Promise<{ message: string; query_id: string }> {
      const { tenantId } = principal;
      const { job_id } = await findOwn(principal, queryId);
      if (!(await queries.remove(tenantId, queryId))) throw notFound('query', queryId);
      await runs.removeAll({ tenantId, jobId: job_id });
      return { message: 'The query was deleted.', query_id: queryId };
    },

    /** Asks the job to stop; it does after the call that it is in. */
    async cancel(principal: Principal, queryId: string): Promise<StoredQuery> {
      const { job_id, status } = await findOwn(principal, queryId);
      const asked = await jobs.requestCancel({ tenantId: principal.tenantId, jobId: job_id });
      if (!asked) {
        throw new AppError(
          'CONFLICT',
          `Only a job that has not ended can be cancelled; this one is ${status}.`,
        );
      }
      return find(principal, queryId);
    },

    /** Resumes a failed job: what succeeded is kept, the rest is run again. */
    async retry(principal: Principal, queryId: string): Promise<AcceptedQuery> {
      const query = await findOwn(principal, queryId);
      const ref: JobRef = { tenantId: principal.tenantId, jobId: query.job_id };
      if (query.status !== 'failed') {
        throw new AppError('CONFLICT', `Only a failed query can be retried; this one is ${query.status}.`);
      }
      await admission.admit(ref.tenantId);
      await runs.removeUnsuccessful(ref);
      const now = clock.now();
      if (!(await jobs.reopen(ref, now)))
        throw new AppError('CONFLICT', 'Somebody else has just retried it.');
      await dispatch(ref.tenantId, ref.jobId);
      return answer(
        query,
        'The query was accepted once more; what had succeeded is kept.',
        now.toISOString(),
      );
    },
  };
}
