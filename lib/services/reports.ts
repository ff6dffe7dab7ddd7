import { reportJobId, parseJobId } from '../domain/ids.ts';
import type { ReportFilter } from '../domain/filter.ts';
import type { PageQuery } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import {
  deepMerge,
  managementData,
  type Report,
  type ReportInput,
  type ReportPatch,
  type StoredReport,
} from '../domain/report.ts';
import type { LogEntry } from '../domain/run.ts';
import { AppError, notFound } from '../errors.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { AgentRunStore, Dispatcher, JobRef } from '../ports/jobs.ts';
import type { DomainStore, ReportIndex } from '../ports/relational.ts';
import type { Clock, Ids, Log } from '../ports/world.ts';
import { assertMayWrite, assertVersion, found } from './access.ts';
import { writeOver } from './changes.ts';
import { assertSameRequest, fingerprintOf, idFor } from './idempotency.ts';
import { toList } from './listing.ts';

export interface ReportPorts {
  reports: ReportStore;
  index: Pick<ReportIndex, 'list' | 'remove'>;
  domains: Pick<DomainStore, 'find'>;
  runs: Pick<AgentRunStore, 'removeAll'>;
  dispatcher: Dispatcher;
  /** Throws RATE_LIMITED or BUDGET_SPENT. */
  admission: { admit: (tenantId: string) => Promise<void> };
  /** Brings the searchable projection up to date; the sweeper repairs what it misses. */
  project: (tenantId: string, report: StoredReport) => Promise<void>;
  executionLog: (ref: JobRef) => Promise<LogEntry[]>;
  ids: Ids;
  clock: Clock;
  log: Pick<Log, 'warn'>;
}

export interface Accepted {
  job_id: string;
  incident_id: string;
  status: 'accepted';
  message: string;
  timestamp: string;
}

const MESSAGE = 'The report was accepted; agents are reading it.';

const inMilliseconds = (instant: string): string => new Date(instant).toISOString();

function newReport(principal: Principal, input: ReportInput, id: string, now: string): StoredReport {
  return {
    id,
    incident_id: id,
    domain_id: input.domain_id,
    job_id: reportJobId(id, 1),
    raw_text: input.text,
    images: input.images,
    source: input.source,
    status: 'accepted',
    occurred_at: input.occurred_at === undefined ? null : inMilliseconds(input.occurred_at),
    location: input.location ?? null,
    ingestion_data: {},
    management_data: {
      task_details: {},
      history: [{ status: 'accepted', timestamp: now, by: principal.userId }],
    },
    review: { required: false, reasons: [] },
    provenance: {},
    possible_duplicates: [],
    version: 1,
    created_at: now,
    updated_at: now,
    created_by: principal.userId,
  };
}

const isIngesting = ({ status }: StoredReport): boolean => status === 'accepted' || status === 'processing';

function assertAtRest(report: StoredReport): void {
  if (!isIngesting(report)) return;
  throw new AppError('CONFLICT', 'It cannot be reprocessed while agents are still reading it.', {
    data: { status: report.status },
  });
}

/** The history is written by the product alone; whatever a body calls history is dropped. */
function changedReport(current: StoredReport, patch: ReportPatch, by: string, now: string): StoredReport {
  const { history: _ignored, ...sent } = patch.management_data ?? {};
  const merged = deepMerge(current.management_data, sent);
  const status = patch.status ?? current.status;
  const history = [...current.management_data.history, { status, timestamp: now, by }];
  return {
    ...current,
    status,
    management_data: managementData.parse({ ...merged, history }),
    version: current.version + 1,
    updated_at: now,
  };
}

function nextGeneration(report: StoredReport): string {
  const subject = parseJobId(report.job_id);
  return reportJobId(report.incident_id, (subject?.kind === 'report' ? subject.generation : 0) + 1);
}

/** What people send in, what agents made of it, and how it is dealt with. */
export function makeReports(ports: ReportPorts) {
  const { reports, index, domains, runs, dispatcher, admission, project, executionLog, ids, clock, log } =
    ports;

  const find = async ({ tenantId }: Principal, incidentId: string): Promise<StoredReport> =>
    found(await reports.find(tenantId, incidentId), 'report', incidentId);

  /** A lost dispatch is no failed request: the sweeper dispatches what is due. */
  const dispatch = async (tenantId: string, jobId: string): Promise<void> => {
    await dispatcher.dispatch({ tenantId, jobId }).catch((error: unknown) => {
      log.warn('dispatch failed; the sweeper will repeat it', { job_id: jobId, error });
    });
  };

  const findOwn = async (principal: Principal, incidentId: string): Promise<StoredReport> => {
    const report = await find(principal, incidentId);
    assertMayWrite(principal, report, 'report');
    return report;
  };

  const accepted = (report: StoredReport, timestamp: string): Accepted => ({
    job_id: report.job_id,
    incident_id: report.incident_id,
    status: 'accepted',
    message: MESSAGE,
    timestamp,
  });

  return {
    async submit(principal: Principal, input: ReportInput, key?: string): Promise<Accepted> {
      const { tenantId } = principal;
      await admission.admit(tenantId);
      found(await domains.find(tenantId, input.domain_id), 'domain', input.domain_id);
      const id = idFor(ids, 'inc', principal, key);
      const report = newReport(principal, input, id, clock.now().toISOString());
      const fingerprint = fingerprintOf(input);
      const stored = await reports.insert(tenantId, report, { fingerprint });
      if (!stored.inserted) {
        assertSameRequest(stored.fingerprint, fingerprint);
        return accepted({ ...report, job_id: reportJobId(id, 1) }, stored.existing.created_at);
      }
      await Promise.all([dispatch(tenantId, report.job_id), project(tenantId, report)]);
      return accepted(report, report.created_at);
    },

    async get(principal: Principal, incidentId: string): Promise<Report> {
      const report = await find(principal, incidentId);
      const ref = { tenantId: principal.tenantId, jobId: report.job_id };
      return { ...report, execution_log: await executionLog(ref) };
    },

    /** Newest event first; by relevance when words are searched. */
    async list(principal: Principal, filter: ReportFilter, query: PageQuery) {
      const order = filter.q === undefined ? 'newest' : 'relevance';
      const page = await index.list(principal.tenantId, filter, query, order);
      const { items, pagination } = toList(principal, page, query);
      return { reports: items.map((row) => ({ ...row, id: row.incident_id })), pagination };
    },

    update(principal: Principal, incidentId: string, patch: ReportPatch): Promise<StoredReport> {
      return writeOver(patch.version, async () => {
        const current = await findOwn(principal, incidentId);
        assertVersion(current.version, patch.version);
        const next = changedReport(current, patch, principal.userId, clock.now().toISOString());
        await reports.update(principal.tenantId, next);
        await project(principal.tenantId, next);
        return next;
      });
    },

    /** From the index first: a report that is left over can be deleted once more, a row that is left over cannot. */
    async remove(
      principal: Principal,
      incidentId: string,
    ): Promise<{ message: string; incident_id: string }> {
      const { tenantId } = principal;
      const current = await findOwn(principal, incidentId);
      await index.remove(tenantId, incidentId, current.version);
      const removed = await reports.remove(tenantId, incidentId);
      if (removed === undefined) throw notFound('report', incidentId);
      await index.remove(tenantId, incidentId, removed.version);
      await runs.removeAll({ tenantId, jobId: removed.job_id });
      return { message: 'The report was deleted.', incident_id: incidentId };
    },

    /** Has the agents read it once more; what they found before stays until they are done. */
    reprocess(principal: Principal, incidentId: string): Promise<Accepted> {
      return writeOver(undefined, async () => {
        const { tenantId } = principal;
        const current = await findOwn(principal, incidentId);
        assertAtRest(current);
        await admission.admit(tenantId);
        const { error: _previous, ...rest } = current;
        const updated_at = clock.now().toISOString();
        const next: StoredReport = {
          ...rest,
          job_id: nextGeneration(current),
          status: 'accepted',
          version: current.version + 1,
          updated_at,
        };
        await reports.reprocess(tenantId, next);
        await Promise.all([dispatch(tenantId, next.job_id), project(tenantId, next)]);
        return accepted(next, updated_at);
      });
    },
  };
}
