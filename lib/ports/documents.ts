/** What is kept in DynamoDB. Each store method takes the tenant and puts it into the key; a foreign record is a missing one. */
import type { Page, PageQuery } from '../domain/page.ts';
import type { StoredQuery } from '../domain/query.ts';
import type { StoredReport } from '../domain/report.ts';
import type { Message, Session } from '../domain/session.ts';

/** Reports are the source of truth; the report index is their projection. */
export interface ReportStore {
  /** Inserts the report together with its job, due for dispatch. Answers the stored report instead when the id exists. */
  insert(
    tenantId: string,
    report: StoredReport,
    options: { fingerprint: string },
  ): Promise<{ inserted: true } | { inserted: false; existing: StoredReport; fingerprint: string }>;
  find(tenantId: string, incidentId: string): Promise<StoredReport | undefined>;
  findMany(tenantId: string, incidentIds: readonly string[]): Promise<StoredReport[]>;
  /** Writes when the stored version is `report.version - 1`, and marks the projection pending; else VERSION_CONFLICT or NOT_FOUND. */
  update(tenantId: string, report: StoredReport): Promise<void>;
  /** As update, and starts a new job (`report.job_id`) for the report in the same write. */
  reprocess(tenantId: string, report: StoredReport): Promise<void>;
  remove(tenantId: string, incidentId: string): Promise<StoredReport | undefined>;
  /** Clears the mark when the stored version is still `version`. */
  markProjected(tenantId: string, incidentId: string, version: number): Promise<void>;
  /** Reports whose projection was left pending before `before`. */
  listUnprojected(before: Date, limit: number): Promise<{ tenantId: string; incidentId: string }[]>;
  /** Everything of one tenant, or of all, for a rebuild of the index; pages by key. */
  scan(
    cursor?: string,
  ): Promise<{ items: { tenantId: string; report: StoredReport }[]; nextCursor?: string }>;
}

export interface SessionStore {
  /** Newest activity first. */
  list(tenantId: string, query: PageQuery): Promise<Page<Session>>;
  find(tenantId: string, sessionId: string): Promise<Session | undefined>;
  insert(tenantId: string, session: Session): Promise<void>;
  /** False when it does not exist. */
  rename(tenantId: string, sessionId: string, title: string, at: string): Promise<boolean>;
  /** With all of its messages. */
  remove(tenantId: string, sessionId: string): Promise<boolean>;
  /** Idempotent by message id; counts the message and moves the session's last activity once. */
  append(tenantId: string, sessionId: string, message: Message): Promise<void>;
  /** Oldest first. */
  listMessages(tenantId: string, sessionId: string): Promise<Message[]>;
}

export interface QueryStore {
  /** As ReportStore.insert. */
  insert(
    tenantId: string,
    query: StoredQuery,
    options: { fingerprint: string },
  ): Promise<{ inserted: true } | { inserted: false; existing: StoredQuery; fingerprint: string }>;
  find(tenantId: string, queryId: string): Promise<StoredQuery | undefined>;
  /** Newest first. */
  list(tenantId: string, query: PageQuery & { session_id?: string | undefined }): Promise<Page<StoredQuery>>;
  /** Writes `next` when the stored status is one of `from`; false otherwise. */
  transition(
    tenantId: string,
    queryId: string,
    from: readonly StoredQuery['status'][],
    next: Partial<StoredQuery>,
  ): Promise<boolean>;
  remove(tenantId: string, queryId: string): Promise<boolean>;
}
