/** What is kept in PostgreSQL. Each store method takes the tenant and puts it into the condition; a foreign record is a missing one. */
import type { Agent, AgentClass, AgentVersion } from '../domain/agent.ts';
import type { Domain } from '../domain/domain.ts';
import type { GroupBy, Interval, Metric, ReportFilter } from '../domain/filter.ts';
import type { BoundingBox, FeatureCollection, Point } from '../domain/geo.ts';
import type { Page, PageQuery } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import type { ReportRow, StoredReport } from '../domain/report.ts';
import type { Team, User } from '../domain/team.ts';

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
