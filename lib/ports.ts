/**
 * Every outbound contract on one page. Policy lives above these ports, adapters below are dumb.
 * Each store method takes the tenant and puts it into the key or condition; a foreign record is a missing one.
 * Adapters turn SDK exceptions into AppErrors; a lost condition is `undefined`, `false` or VERSION_CONFLICT as stated.
 */
import type { Agent, AgentClass, AgentVersion } from './domain/agent.ts';
import type { Domain, Home, NodeSettings, Place, Category } from './domain/domain.ts';
import type { GroupBy, Interval, Metric, ReportFilter } from './domain/filter.ts';
import type { BoundingBox, FeatureCollection, Point } from './domain/geo.ts';
import type { IdPrefix } from './domain/ids.ts';
import type { JsonSchema } from './domain/json-schema.ts';
import type { Page, PageQuery } from './domain/page.ts';
import type { Principal } from './domain/principal.ts';
import type { Interpretation, QueryMode, StoredQuery } from './domain/query.ts';
import type { ReportRow, StoredReport } from './domain/report.ts';
import type { AgentRun, ToolCall, Usage } from './domain/run.ts';
import type { Message, Session } from './domain/session.ts';
import type { Settings } from './domain/settings.ts';
import type { Team, User } from './domain/team.ts';
import type { CustomTool } from './domain/tool.ts';
import type { UsageEntry } from './domain/usage.ts';
import type { ErrorCode } from './errors.ts';

// ---------------------------------------------------------------- the world

export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Ids {
  /** A new random id, sortable by time of creation. */
  next(prefix: IdPrefix): string;
  /** The same parts give the same id: what makes a write idempotent. */
  derived(prefix: IdPrefix, ...parts: readonly string[]): string;
}

export type LogFields = Readonly<Record<string, unknown>>;
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Counts, milliseconds, and US dollars. */
export type MetricName =
  'Jobs' | 'JobsOverdue' | 'AgentDuration' | 'InputTokens' | 'OutputTokens' | 'CostUsd';
/** What operators watch. Dimensions have few values; names of tenants, jobs and agents are details of the line. */
export interface Metrics {
  record(
    values: Partial<Record<MetricName, number>>,
    dimensions?: Readonly<Partial<Record<'kind' | 'status' | 'model', string>>>,
    details?: Readonly<Record<string, string>>,
  ): void;
}

// ---------------------------------------------------------------- relational stores

export interface TenantStore {
  /** Creates the tenant's and the user's rows when absent; brings name and role up to date. */
  ensure(principal: Principal): Promise<void>;
  listUsers(tenantId: string): Promise<User[]>;
}

export interface AgentQuery extends PageQuery {
  agent_class?: AgentClass | undefined;
  enabled?: boolean | undefined;
}

/** Built-in agents belong to every tenant: reads see them, writes never match them. */
export interface AgentStore {
  list(tenantId: string, query: AgentQuery): Promise<Page<Agent>>;
  find(tenantId: string, agentId: string): Promise<Agent | undefined>;
  /** Those that exist, in no order. */
  findMany(tenantId: string, agentIds: readonly string[]): Promise<Agent[]>;
  insert(tenantId: string, agent: Agent): Promise<void>;
  /** Writes `agent` and its version entry when the stored version is `agent.version - 1`; else VERSION_CONFLICT or NOT_FOUND. */
  update(tenantId: string, agent: Agent): Promise<void>;
  /** False when there was nothing to remove. */
  remove(tenantId: string, agentId: string): Promise<boolean>;
  listVersions(tenantId: string, agentId: string): Promise<AgentVersion[]>;
  findVersion(tenantId: string, agentId: string, version: number): Promise<AgentVersion | undefined>;
  /** Agents that depend on it and domains whose playbooks list it. */
  findUsers(tenantId: string, agentId: string): Promise<{ agents: string[]; domains: string[] }>;
  /** Seeding only: inserts or replaces built-in agents; answers how many rows changed. */
  putInbuilt(agents: readonly Agent[]): Promise<number>;
}

/** Built-in domains belong to every tenant: reads see them, writes never match them. */
export interface DomainStore {
  list(tenantId: string, query: PageQuery): Promise<Page<Domain>>;
  find(tenantId: string, domainId: string): Promise<Domain | undefined>;
  /** CONFLICT when the tenant (or the product) already has that id. */
  insert(tenantId: string, domain: Domain): Promise<void>;
  /** As AgentStore.update. */
  update(tenantId: string, domain: Domain): Promise<void>;
  remove(tenantId: string, domainId: string): Promise<boolean>;
  putInbuilt(domains: readonly Domain[]): Promise<number>;
}

export interface TeamStore {
  list(tenantId: string, query: PageQuery): Promise<Page<Team>>;
  /** All of them; a tenant has few. */
  all(tenantId: string): Promise<Team[]>;
  find(tenantId: string, teamId: string): Promise<Team | undefined>;
  /** CONFLICT when the id is taken. */
  insert(tenantId: string, team: Team): Promise<void>;
  update(tenantId: string, team: Team): Promise<boolean>;
  remove(tenantId: string, teamId: string): Promise<boolean>;
}

export interface AggregateQuery {
  filter: ReportFilter;
  group_by: GroupBy;
  metric: Metric;
  /** Path of the number for avg, sum, min, max. */
  field?: string | undefined;
  /** IANA name; buckets and weekdays are local to it. */
  timezone: string;
  limit: number;
  /** Largest first (the default) or smallest first; equal groups by key, no key last. */
  order?: 'asc' | 'desc' | undefined;
}
export interface Aggregation {
  key: string | null;
  count: number;
  value?: number | null;
}
export interface TimeseriesQuery {
  filter: ReportFilter;
  interval: Interval;
  group_by?: GroupBy | undefined;
  timezone: string;
}
export interface TimeseriesPoint {
  /** Start of the bucket, ISO 8601 with the zone's offset. */
  bucket: string;
  count: number;
  groups?: Record<string, number>;
}
export interface Hotspot {
  cell: BoundingBox;
  center: Point;
  count: number;
  previous_count: number;
  change: number;
}
export type ReportOrder = 'newest' | 'oldest' | 'relevance' | 'due';

/**
 * The searchable projection of reports, and everything computed from it. Every number that the product states is
 * computed here, by SQL.
 */
export interface ReportIndex {
  /** Idempotent: a row of an older version never replaces a newer one. */
  upsert(tenantId: string, report: StoredReport): Promise<void>;
  /** As upsert, for many at once: a rebuild, sample data. */
  upsertMany(tenantId: string, reports: readonly StoredReport[]): Promise<void>;
  /** Idempotent; remembers the version so that a late upsert cannot bring the row back. */
  remove(tenantId: string, incidentId: string, version: number): Promise<void>;
  /** Which versions the index holds of these reports; what it does not hold is left out. */
  findVersions(tenantId: string, incidentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Every report of every tenant that the index holds, by key; only for comparing it with the source of truth. */
  scanVersions(cursor?: string): Promise<{
    items: { tenantId: string; incidentId: string; version: number }[];
    nextCursor?: string;
  }>;
  list(
    tenantId: string,
    filter: ReportFilter,
    page: PageQuery,
    order?: ReportOrder,
  ): Promise<Page<ReportRow>>;
  /** Every selected report, or those behind the one given, newest first, in arrays of `size`; only the last is shorter. */
  walk(
    tenantId: string,
    filter: ReportFilter,
    size: number,
    after?: Pick<ReportRow, 'event_at' | 'incident_id'>,
  ): AsyncIterable<ReportRow[]>;
  count(tenantId: string, filter: ReportFilter): Promise<number>;
  /** `total` and `value` are over all selected reports; `value` is there for every metric but count. */
  aggregate(
    tenantId: string,
    query: AggregateQuery,
  ): Promise<{ aggregations: Aggregation[]; total: number; value?: number | null }>;
  timeseries(tenantId: string, query: TimeseriesQuery): Promise<TimeseriesPoint[]>;
  /**
   * Located reports in the filter, newest first, at most `limit` of them (`truncated` says when there are more); or, with
   * a zoom and more than `limit`, clusters that together count every one of them.
   */
  geo(
    tenantId: string,
    filter: ReportFilter,
    options: { zoom?: number | undefined; limit: number },
  ): Promise<FeatureCollection>;
  /**
   * Cells with the most reports from `filter.from` to `filter.to` (absent: the 30 days up to now), most first, at most
   * `limit` (50), each with its count in the period of the same length before; `change` is the difference.
   */
  hotspots(tenantId: string, filter: ReportFilter, limit?: number): Promise<Hotspot[]>;
  /** Reports of the same category near in place and time, nearest first. */
  neighbours(
    tenantId: string,
    report: StoredReport,
    options: { radius_km: number; days: number; limit: number },
  ): Promise<{ row: ReportRow; distance_m: number }[]>;
}

/** The order and the history of schema changes. */
export interface SchemaStore {
  /** Checksum of every applied migration by its name; empty for a new database. */
  applied(): Promise<ReadonlyMap<string, string>>;
  /**
   * Runs the script and records it, all or nothing, with nobody else changing the schema meanwhile. False when it had
   * been applied before; UNAVAILABLE when somebody else's change does not end.
   */
  apply(migration: { name: string; checksum: string; script: string }): Promise<boolean>;
}

/** What is shipped with the product to fill a new database. */
export interface SeedFiles {
  /** In the order of application. */
  migrations(): Promise<{ name: string; script: string }[]>;
  /** The parsed `seed/data/<name>.json`. */
  data(name: string): Promise<unknown>;
}

// ---------------------------------------------------------------- documents

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

// ---------------------------------------------------------------- jobs

export interface JobRef {
  readonly tenantId: string;
  readonly jobId: string;
}
export type JobStatus =
  'accepted' | 'processing' | 'awaiting_approval' | 'completed' | 'failed' | 'cancelled';
export const terminalJobStatuses: readonly JobStatus[] = [
  'awaiting_approval',
  'completed',
  'failed',
  'cancelled',
];

/** What a job runs, fixed at its first claim so that a resumed job runs the same. */
export interface Plan {
  kind: AgentClass;
  nodes: PlanNode[];
  /** From the dependency to the dependent: playbook edges and agent dependencies together. */
  edges: { from: string; to: string }[];
  interpretation?: Interpretation;
  /** Spent on making the plan, before any agent ran. */
  usage?: Usage;
}
export interface PlanNode {
  agent: Agent;
  settings: NodeSettings;
}

export interface Job {
  ref: JobRef;
  subject: 'report' | 'query';
  subjectId: string;
  domainId: string;
  sessionId?: string;
  createdBy: string;
  status: JobStatus;
  /** Claims so far. */
  attempts: number;
  cancelRequested: boolean;
  plan?: Plan;
  createdAt: string;
  updatedAt: string;
  error?: string;
  /** Present once the job has failed. */
  failure?: JobFailure;
}

/** Why a job failed, for people and machines. `request_id` finds the log lines of the execution that gave up. */
export interface JobFailure {
  code: ErrorCode;
  message: string;
  request_id: string;
  attempts: number;
  at: string;
  /** Agents whose runs failed. */
  agent_ids: string[];
}

/** The right to write for a job. `fence` grows with every claim; a write with an older fence is refused. */
export interface Lease {
  readonly ref: JobRef;
  readonly owner: string;
  readonly fence: number;
  readonly until: Date;
}
export type Claim =
  | { outcome: 'claimed'; lease: Lease; job: Job }
  /** `exhausted`: every permitted attempt was used; the lease is given all the same, to write the failure. */
  | { outcome: 'exhausted'; lease: Lease; job: Job }
  | { outcome: 'held' | 'finished' | 'missing' };

export interface JobOutcome {
  status: Exclude<JobStatus, 'accepted' | 'processing'>;
  /** Fields of the subject that the job's end writes, in the same conditional write. */
  report?: Partial<StoredReport>;
  query?: Partial<StoredQuery>;
  failure?: JobFailure;
}

/** Job state lives on the subject's own item (Reports, QueryJobs): one submission is one write. Writes with a lost lease: LEASE_LOST. */
export interface JobStore {
  find(ref: JobRef): Promise<Job | undefined>;
  claim(
    ref: JobRef,
    options: { owner: string; now: Date; leaseMs: number; maxAttempts: number },
  ): Promise<Claim>;
  renew(lease: Lease, until: Date): Promise<{ lease: Lease; cancelRequested: boolean }>;
  savePlan(lease: Lease, plan: Plan): Promise<void>;
  /** Gives the lease back; the sweeper dispatches the job again at `dueAt`. Counts no attempt against the job when it made progress. */
  release(lease: Lease, options: { dueAt: Date; progressed: boolean }): Promise<void>;
  /** Writes fields of the subject while the job goes on, so that a resumed job finds them. */
  save(lease: Lease, fields: Pick<JobOutcome, 'report' | 'query'>): Promise<void>;
  finish(lease: Lease, outcome: JobOutcome): Promise<void>;
  /** False when the job has ended. */
  requestCancel(ref: JobRef): Promise<boolean>;
  /** failed -> accepted, attempts back to 0; false in any other status. */
  reopen(ref: JobRef, now: Date): Promise<boolean>;
  /** Jobs that nobody works on although they are due. */
  listDue(now: Date, limit: number): Promise<JobRef[]>;
  /** Moves a due job's next dispatch, so that two sweepers do not dispatch it twice; false when another one did. */
  touch(ref: JobRef, now: Date, nextDue: Date): Promise<boolean>;
}

/** Bounds how many jobs of a tenant are worked on at once, over all processes. Slots that nobody extends become free by themselves. */
export interface JobSlots {
  /** One of the slots below `limit`, held until `until`; undefined when all are taken. A job that held one may get it back. */
  take(
    ref: JobRef,
    options: { limit: number; now: Date; until: Date },
  ): Promise<{ extend(until: Date): Promise<void>; free(): Promise<void> } | undefined>;
}

/** What models answered in the run of an agent that is not on record yet. */
export interface KeptAnswers {
  /** When the run began: part of what the model was asked. */
  startedAt: string;
  /** By the fingerprint of the call. */
  answers: ReadonlyMap<string, unknown>;
}

/** One item per agent run of a job, fenced like the job. */
export interface AgentRunStore {
  list(ref: JobRef): Promise<AgentRun[]>;
  /** Keeps a model's answer in the agent's open slot, until its run is on record. LEASE_LOST as for `record`. */
  keepAnswer(
    lease: Lease,
    agentId: string,
    kept: { startedAt: string; call: string; answer: unknown },
  ): Promise<void>;
  /** By agent id, of agents whose runs are not on record. */
  listAnswers(ref: JobRef): Promise<ReadonlyMap<string, KeptAnswers>>;
  /** Refuses (LEASE_LOST) when a later lease has fenced the slot; keeps and answers the first record when one exists. */
  record(lease: Lease, run: AgentRun): Promise<AgentRun>;
  /** Closes the slots of agents without a record to leases older than this one; answers in them stay. */
  fence(lease: Lease, agentIds: readonly string[]): Promise<void>;
  /** Forgets the runs that a retry repeats: errors, skips, and whatever was not on record. */
  removeUnsuccessful(ref: JobRef): Promise<void>;
  removeAll(ref: JobRef): Promise<void>;
}

/** What a kind of job gives every agent of its playbook. */
export type JobInput = Pick<AgentInvocation, 'principal' | 'domain' | 'text' | 'given' | 'interpretation'>;

/** A job at the end of its playbook. `runs` are in the order of the plan's nodes. */
export interface JobWork {
  job: Job;
  plan: Plan;
  runs: readonly AgentRun[];
  input: JobInput;
  /** As JobStore.save, under the job's lease. */
  save(fields: Pick<JobOutcome, 'report' | 'query'>): Promise<void>;
}

/**
 * What is particular to one kind of job: everything before and after the run of its playbook. Each method may run
 * again after a crash and must then come to the same end.
 */
export interface JobKind {
  /** What is to be run; called once per job. AppErrors that no retry helps end the job. */
  prepare(job: Job, signal: AbortSignal): Promise<Plan>;
  input(job: Job, plan: Plan): Promise<JobInput>;
  /** All agents are done and none failed the job. */
  synthesise(work: JobWork): Promise<JobOutcome>;
  /** The job ends without an answer; runs are those on record. Never throws. */
  abandon(job: Job, runs: readonly AgentRun[], end: JobEnd): Promise<JobOutcome>;
  /** The end is written. A failure here is repaired by the sweeper. */
  settled(job: Job): Promise<void>;
}
export type JobEnd = { status: 'cancelled' } | { status: 'failed'; failure: JobFailure };

export interface Dispatcher {
  /** Starts the orchestrator on the job, asynchronously; may be lost or doubled. */
  dispatch(ref: JobRef): Promise<void>;
}

export type LiveStatus =
  | 'loading_agents'
  | 'agent_invoking'
  | 'calling_tool'
  | 'agent_complete'
  | 'agent_error'
  | 'agent_skipped'
  | 'validating'
  | 'synthesizing'
  | 'awaiting_approval'
  | 'complete'
  | 'error'
  | 'cancelled';

export interface StatusEvent {
  job_id: string;
  query_id?: string;
  incident_id?: string;
  session_id?: string;
  sequence: number;
  status: LiveStatus;
  agent_id?: string;
  agent_name?: string;
  message: string;
  timestamp: string;
}

export interface StatusPublisher {
  /** Hands over and returns at once; never throws, never delays a job. */
  publish(tenantId: string, event: StatusEvent): void;
  /** Waits, at most `ms`, for what was handed over. */
  flush(ms: number): Promise<void>;
  /** Of the job's events handed over by earlier executions; 0 when there are none. */
  lastSequence(ref: JobRef): Promise<number>;
}

/** How status events leave the engine: one call per batch, in order. */
export interface StatusTransport {
  /** Resolves when the batch is on record. */
  send(tenantId: string, events: readonly StatusEvent[]): Promise<void>;
}

/** Status events of the last day, for those who reconnect. */
export interface StatusLog {
  /** Idempotent by the first event's sequence. */
  append(tenantId: string, events: readonly StatusEvent[]): Promise<void>;
  /** Events with a greater sequence, in order. */
  after(ref: JobRef, sequence: number): Promise<StatusEvent[]>;
  lastSequence(ref: JobRef): Promise<number>;
  /** The job of the session that last had an event. */
  latestJob(tenantId: string, sessionId: string): Promise<string | undefined>;
}

/** Who holds a live connection, and until when: a connection ends when the token would that it was opened with. */
export interface LiveHolder {
  tenantId: string;
  userId: string;
  endsAt: Date;
}
export interface LiveConnection extends LiveHolder {
  connectionId: string;
}
/** What a connection hears of: one job, or all jobs of a session. */
export type LiveTopic = { jobId: string } | { sessionId: string };

export interface TicketStore {
  /** An unguessable ticket, good once, until `expiresAt`. */
  issue(holder: LiveHolder, expiresAt: Date): Promise<string>;
  /** Uses the ticket up; undefined for one that is unknown, used or expired at `now`. */
  redeem(ticket: string, now: Date): Promise<LiveHolder | undefined>;
}

export interface ConnectionStore {
  open(connection: LiveConnection): Promise<void>;
  find(connectionId: string): Promise<LiveConnection | undefined>;
  /** With all of its subscriptions. */
  close(connectionId: string): Promise<void>;
  subscribe(connection: LiveConnection, topic: LiveTopic): Promise<void>;
  /** Connections subscribed to any of the topics, each once. */
  subscribers(tenantId: string, topics: readonly LiveTopic[]): Promise<LiveConnection[]>;
}

export interface Sockets {
  /** `gone`: the connection has ended; `failed`: it may still be there. Never throws. */
  post(connectionId: string, frame: string): Promise<'sent' | 'gone' | 'failed'>;
  /** Ends a connection; nothing happens when it has ended already. */
  end(connectionId: string): Promise<void>;
}

// ---------------------------------------------------------------- intelligence

/** What agents may know of the domain they work in. */
export interface DomainContext {
  domain_id: string;
  domain_name: string;
  places: readonly Place[];
  home: Home;
  categories: readonly Category[];
  /** Remove personal data from texts before a model sees them. */
  redact_pii?: boolean;
}

export interface AgentInvocation {
  principal: Pick<Principal, 'tenantId' | 'userId'>;
  jobId: string;
  agent: Agent;
  domain: DomainContext;
  now: Date;
  /** The report's text, or the question. */
  text: string;
  /** Facts that the submitter gave, which stand above anything extracted. */
  given?: { occurred_at?: string; location?: Point };
  interpretation?: Interpretation;
  /** Outputs of the agents that this one depends on, by agent id. */
  upstream: Readonly<Record<string, unknown>>;
  signal: AbortSignal;
  onToolCall?: (tool: string) => void;
  answers?: AnswerMemo;
  /** Present at the second try after an output that broke the schema. */
  repair?: { output: unknown; problems: readonly string[] };
}
/** Remembers what models answered in one run of an agent, so that neither a retry nor a resumed job asks the same again. */
export interface AnswerMemo {
  find(call: string): unknown;
  /**
   * `call` is the fingerprint of all that was asked; `goesOn`: the run needs more calls after this one. Resolves when a
   * crash can no longer lose the answer, or when it is not worth that.
   */
  keep(call: string, answer: unknown, options: { goesOn: boolean; tookMs: number }): Promise<void>;
}
export interface AgentResult {
  output: Record<string, unknown>;
  reasoning: string;
  tool_calls: ToolCall[];
  usage: Usage;
  model: string;
  /** Incident ids that the tools read for this answer, most relevant first. */
  references: string[];
}
/** Throws AppError: MODEL_*, AGENT_RAISED (the agent refused), CAP_REACHED, BUDGET_SPENT, CANCELLED. */
export interface AgentRunner {
  run(invocation: AgentInvocation): Promise<AgentResult>;
}

export interface InterpreterInput {
  principal: Pick<Principal, 'tenantId' | 'userId'>;
  jobId: string;
  domain: DomainContext;
  question: string;
  mode?: QueryMode | undefined;
  /** Earlier turns of the session, oldest first, with what they were understood as and which reports they showed. */
  previous: readonly {
    question: string;
    interpretation: Interpretation | null;
    references: readonly string[];
  }[];
  teams: readonly Team[];
  users: readonly User[];
  now: Date;
  signal: AbortSignal;
}
/** Turns a sentence into slots. Never reads or writes a report. */
export interface Interpreter {
  interpret(
    input: InterpreterInput,
  ): Promise<{ interpretation: Interpretation; usage: Usage; model: string }>;
}

/** Answers a question in words, every number of them computed by the report index. */
export interface Summariser {
  summarise(
    tenantId: string,
    interpretation: Interpretation,
    domain: DomainContext,
    people: { teams: readonly Team[]; users: readonly User[] },
  ): Promise<{
    text: string;
    /** Incident ids behind the sentence, most relevant first. */
    references: string[];
  }>;
}

export interface GeocodeMatch {
  name: string;
  address: string;
  point: Point;
  precision: 'exact' | 'street' | 'neighbourhood' | 'city' | 'region' | 'country';
  confidence: number;
}
export interface Geocoder {
  /** Best match first; empty when nothing fits. */
  geocode(
    text: string,
    context: { places: readonly Place[]; home: Home },
    signal?: AbortSignal,
  ): Promise<GeocodeMatch[]>;
}
/** Finds addresses and places by their name alone, near a domain's home. */
export interface PlaceSearch {
  /** Best match first, countries left out. Throws TOOL_FAILED, TOOL_UNAVAILABLE, CANCELLED. */
  search(query: string, home: Home, signal?: AbortSignal): Promise<GeocodeMatch[]>;
}

// ---------------------------------------------------------------- configuration, limits, usage

/** A tenant's own HTTP tools. */
export interface ToolStore {
  /** All of them, by name; a tenant has few. */
  list(tenantId: string): Promise<CustomTool[]>;
  find(tenantId: string, toolName: string): Promise<CustomTool | undefined>;
  /** CONFLICT when the name is taken. */
  insert(tenantId: string, tool: CustomTool): Promise<void>;
  /** Writes when the stored version is `tool.version - 1`; else VERSION_CONFLICT or NOT_FOUND. */
  update(tenantId: string, tool: CustomTool): Promise<void>;
  remove(tenantId: string, toolName: string): Promise<boolean>;
}

/** Encrypts secrets for one tenant and one purpose; sealed text of another tenant or purpose does not open. */
export interface SecretSealer {
  seal(tenantId: string, purpose: string, secret: string): string;
  open(tenantId: string, purpose: string, sealed: string): string;
}

export interface HttpToolRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
}
/** Requests to endpoints that tenants name, and so never to anything but public addresses. */
export interface HttpCaller {
  /** Why the URL must not be called; undefined when it may. Names that do not resolve (yet) may. */
  objection(url: string): Promise<string | undefined>;
  /** Header names of the answer are in lower case. Throws TOOL_FAILED, TOOL_UNAVAILABLE, CANCELLED. At most 10 s, 1 MiB and 3 redirects. */
  call(
    request: HttpToolRequest,
    signal: AbortSignal,
  ): Promise<{ status: number; body: string; headers?: Readonly<Record<string, string>> }>;
}

/** A tenant's server of the Model Context Protocol, and the headers that authorise us. */
export interface McpServer {
  endpoint: string;
  headers: Readonly<Record<string, string>>;
}
export interface McpTool {
  name: string;
  description: string;
  /** JSON Schema of its arguments. */
  parameters: JsonSchema;
}
/** Throws TOOL_FAILED, TOOL_UNAVAILABLE, CANCELLED; the bounds of HttpCaller hold for every message. */
export interface McpClient {
  listTools(server: McpServer, signal: AbortSignal): Promise<McpTool[]>;
  /** What the remote tool answers: its structured content, else its text. */
  callTool(
    server: McpServer,
    name: string,
    input: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<unknown>;
}

export interface SettingsStore {
  /** Undefined when nobody has changed the defaults. */
  find(tenantId: string): Promise<Settings | undefined>;
  /** Writes when the stored version (0 for none) is `settings.version - 1`; else VERSION_CONFLICT. */
  put(tenantId: string, settings: Settings): Promise<void>;
}

/** Sums that several processes add to, each with limits. */
export interface CounterStore {
  /** Undefined when nobody has counted yet. */
  read(tenantId: string, counter: string): Promise<Readonly<Record<string, number>> | undefined>;
  /** Makes the counter with these sums unless it exists; expired counters vanish some time later. */
  start(
    tenantId: string,
    counter: string,
    sums: Readonly<Record<string, number>>,
    expires: Date,
  ): Promise<void>;
  /** Adds when every sum named in `limits` stays within it; false (and nothing added) otherwise, or when it was not started. */
  add(
    tenantId: string,
    counter: string,
    amounts: Readonly<Record<string, number>>,
    limits?: Readonly<Record<string, number>>,
  ): Promise<boolean>;
}

export interface UsageStore {
  /** Idempotent by the call's id. */
  record(tenantId: string, entry: UsageEntry): Promise<void>;
  /** Of one UTC day (`YYYY-MM-DD`), in no order. */
  listDay(tenantId: string, day: string): Promise<UsageEntry[]>;
}

/** What one model call will at most use. */
export interface CallEstimate {
  tokens: number;
  usd: number;
}
/** Books model calls: room is reserved before a call and what was really used is settled after it. */
export interface Meter {
  /** Throws BUDGET_SPENT when the tenant's day has no room for the estimate. */
  reserve(tenantId: string, estimate: CallEstimate): Promise<CallEstimate>;
  /** `entry` is absent for a call that failed and used nothing. */
  settle(
    tenantId: string,
    reserved: CallEstimate,
    entry: Omit<UsageEntry, 'call_id' | 'at'> | undefined,
  ): Promise<void>;
}

// ---------------------------------------------------------------- blobs

export interface EvidenceStore {
  /** A presigned PUT for one image of the tenant; `expiresIn` in seconds. */
  presignUpload(
    tenantId: string,
    upload: { key: string; contentType: string; bytes: number; expiresIn: number },
  ): Promise<{ url: string; headers: Record<string, string> }>;
}

export interface BlobStore {
  put(tenantId: string, key: string, body: string, contentType: string): Promise<void>;
  get(tenantId: string, key: string): Promise<string | undefined>;
  list(tenantId: string, prefix: string): Promise<{ key: string; bytes: number; created_at: string }[]>;
  /** A presigned GET; `expiresIn` in seconds. */
  presignDownload(tenantId: string, key: string, expiresIn: number): Promise<string>;
}

/** Large files that are fetched once, soon, and then forgotten. */
export interface ExportStore {
  /** Stores the parts one after another as they come; holds no more than some of them. Nothing is left of a failed write. */
  write(tenantId: string, key: string, parts: AsyncIterable<string>, contentType: string): Promise<void>;
  /** A presigned GET; `expiresIn` in seconds. */
  presignDownload(tenantId: string, key: string, expiresIn: number): Promise<string>;
}
