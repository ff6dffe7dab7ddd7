import { makeAgentStore } from '../../lib/adapters/aws/sql/agents.ts';
import { makeDomainStore } from '../../lib/adapters/aws/sql/domains.ts';
import { makeReportIndex } from '../../lib/adapters/aws/sql/report-index.ts';
import { makeTenantStore } from '../../lib/adapters/aws/sql/tenants.ts';
import { makeAgentRunStore } from '../../lib/adapters/documents/agent-run-store.ts';
import { makeJobSlots } from '../../lib/adapters/documents/job-slots.ts';
import { makeJobStore } from '../../lib/adapters/documents/job-store.ts';
import { makeQueryStore } from '../../lib/adapters/documents/query-store.ts';
import { makeReportStore } from '../../lib/adapters/documents/report-store.ts';
import { makeSessionStore } from '../../lib/adapters/documents/session-store.ts';
import { makeMemoryTables } from '../../lib/adapters/memory/memory-table.ts';
import { systemClock } from '../../lib/adapters/system/clock.ts';
import { systemIds } from '../../lib/adapters/system/ids.ts';
import { makeSeedFiles } from '../../lib/adapters/system/seed-files.ts';
import type { Principal } from '../../lib/domain/principal.ts';
import { makeEngine } from '../../lib/engine/run-job.ts';
import { summarise } from '../../lib/intelligence/answering/summary.ts';
import { makeEmbeddedIntelligence } from '../../lib/intelligence/embedded/intelligence.ts';
import { makeInterpreter } from '../../lib/intelligence/interpreter.ts';
import { makeModels } from '../../lib/intelligence/model.ts';
import { makeAgentRunner } from '../../lib/intelligence/run-agent.ts';
import { makeBuiltinCatalogue } from '../../lib/intelligence/tools/catalogue.ts';
import type { Team } from '../../lib/domain/team.ts';
import type { Clock } from '../../lib/ports/world.ts';
import { makeChangeApplier } from '../../lib/services/apply-changes.ts';
import { makeChangeSets } from '../../lib/services/change-sets.ts';
import { makeExecutionLogs } from '../../lib/services/execution-log.ts';
import { makeIngestionJob } from '../../lib/services/ingestion-job.ts';
import { makeProjection } from '../../lib/services/projection.ts';
import { makeQueryJob } from '../../lib/services/query-job.ts';
import { makeSeeding } from '../../lib/services/seeding.ts';
import { aQuery, aReport } from './documents.ts';
import { startMigratedDatabase } from './database.ts';
import { makeMemoryBlobs, makeMemoryPublisher, silentLog, silentMetrics } from './engine.ts';

const unlimited = { requestId: 'request-1', remainingMs: () => 900_000 };

/**
 * Everything behind the HTTP edge in one process: the real relational store, the embedded model and the engine, with
 * documents in memory. Jobs run when they are submitted.
 */
export async function startSlice(clock: Clock = systemClock, teams: readonly Team[] = []) {
  const database = await startMigratedDatabase();
  const { sql } = database;
  const tables = makeMemoryTables();
  const [agents, domains, tenants, index] = [
    makeAgentStore(sql),
    makeDomainStore(sql),
    makeTenantStore(sql),
    makeReportIndex(sql),
  ];
  await makeSeeding(makeSeedFiles(process.cwd()), agents, domains, clock, silentLog).seed();

  const [jobs, runs] = [makeJobStore(tables, clock), makeAgentRunStore(tables)];
  const [reports, queries] = [makeReportStore(tables, clock), makeQueryStore(tables, clock)];
  const sessions = makeSessionStore(tables);
  const embedded = makeEmbeddedIntelligence();
  const models = makeModels({ settings: { model: 'embedded' }, embedded: embedded.model, log: silentLog });
  const { geocoder, language, redact } = embedded;
  const tools = makeBuiltinCatalogue({ index, geocoder, language });
  const projection = makeProjection({ reports, index, log: silentLog });
  const changes = makeChangeApplier({ reports, projection, clock });
  const blobs = makeMemoryBlobs();
  const kinds = {
    report: makeIngestionJob({ reports, agents, domains, index, projection, blobs, clock, log: silentLog }),
    query: makeQueryJob({
      queries,
      sessions,
      agents,
      domains,
      teams: { all: () => Promise.resolve([...teams]) },
      tenants,
      index,
      reports,
      interpreter: makeInterpreter({ models, log: silentLog, redact }),
      summariser: {
        summarise: (tenantId, interpretation, domain, people) =>
          summarise(tenantId, interpretation, index, { domain, ...people }),
      },
      changes,
      ids: systemIds,
      clock,
    }),
  };
  const engine = makeEngine({
    jobs,
    runs,
    slots: makeJobSlots(tables),
    kinds,
    agents: makeAgentRunner({ models, tools, clock, log: silentLog, redact }),
    blobs,
    publisher: makeMemoryPublisher(),
    metrics: silentMetrics,
    clock,
    log: silentLog,
  });
  const now = (): string => clock.now().toISOString();

  return {
    agents,
    domains,
    index,
    reports,
    queries,
    sessions,
    jobs,
    engine,
    changeSets: makeChangeSets({ queries, changes, clock }),
    executionLog: makeExecutionLogs({ jobs, runs }),
    stop: () => database.close(),
    enter: (principal: Principal) => tenants.ensure(principal),

    /** Submits a report and reads it to the end. */
    async report(
      { tenantId, userId }: Principal,
      raw_text: string,
      fields: Parameters<typeof aReport>[0] = {},
    ) {
      const at = now();
      const report = aReport({ raw_text, created_by: userId, created_at: at, updated_at: at, ...fields });
      await reports.insert(tenantId, report, { fingerprint: 'f' });
      const result = await engine.run({ tenantId, jobId: report.job_id }, unlimited);
      const stored = await reports.find(tenantId, report.incident_id);
      if (stored === undefined) throw new Error('The report is gone.');
      return { result, report: stored };
    },

    /** Asks in a session and answers to the end. */
    async ask({ tenantId, userId }: Principal, question: string, fields: Parameters<typeof aQuery>[0] = {}) {
      const at = now();
      const query = aQuery({ question, created_by: userId, created_at: at, updated_at: at, ...fields });
      await queries.insert(tenantId, query, { fingerprint: 'f' });
      const result = await engine.run({ tenantId, jobId: query.job_id }, unlimited);
      const stored = await queries.find(tenantId, query.query_id);
      if (stored === undefined) throw new Error('The query is gone.');
      return { result, query: stored };
    },
  };
}
export type Slice = Awaited<ReturnType<typeof startSlice>>;
