/**
 * The composition root: ports to services. Every part is made at its first use and once per cold start; as each is an
 * export of its own, a function's bundle holds only the parts that its handlers name.
 */
import { makeDocumentClient, makeDynamoTable } from './adapters/aws/dynamo-table.ts';
import { makeLambdaAgentRunner } from './adapters/aws/lambda-agent-runner.ts';
import { makeLambdaDispatcher } from './adapters/aws/lambda-dispatcher.ts';
import { makeLambdaStatusTransport } from './adapters/aws/lambda-status-transport.ts';
import { makeBlobStore, makeEvidenceStore } from './adapters/aws/s3.ts';
import { makeExportStore } from './adapters/aws/s3-export.ts';
import { makeAgentStore } from './adapters/aws/sql/agents.ts';
import { makeSql } from './adapters/aws/sql/client.ts';
import { makeDomainStore } from './adapters/aws/sql/domains.ts';
import { makeReportIndex } from './adapters/aws/sql/report-index.ts';
import { makeSchemaStore } from './adapters/aws/sql/schema.ts';
import { makeTeamStore } from './adapters/aws/sql/teams.ts';
import { makeTenantStore } from './adapters/aws/sql/tenants.ts';
import { makeWebSockets } from './adapters/aws/websocket-sockets.ts';
import { makeAgentRunStore } from './adapters/documents/agent-run-store.ts';
import { makeCounterStore } from './adapters/documents/counter-store.ts';
import type { Tables } from './adapters/documents/document-table.ts';
import { makeJobStore } from './adapters/documents/job-store.ts';
import { makeQueryStore } from './adapters/documents/query-store.ts';
import { makeReportStore } from './adapters/documents/report-store.ts';
import { makeSessionStore } from './adapters/documents/session-store.ts';
import { makeSettingsStore } from './adapters/documents/settings-store.ts';
import { makeToolStore } from './adapters/documents/tool-store.ts';
import { makeUsageStore } from './adapters/documents/usage-store.ts';
import { makeHttpCaller } from './adapters/http-tool/http-caller.ts';
import { makeMcpClient } from './adapters/http-tool/mcp-client.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import { makeLog } from './adapters/system/log.ts';
import { makeMetrics } from './adapters/system/metrics.ts';
import { makeSecretSealer } from './adapters/system/secret-sealer.ts';
import { makeSeedFiles } from './adapters/system/seed-files.ts';
import builtinTools from './domain/builtin-tools.json' with { type: 'json' };
import { builtinToolNames } from './domain/tool.ts';
import { makeConnectionStore, makeStatusLog, makeTicketStore } from './adapters/documents/live-stores.ts';
import { readEnv } from './env.ts';
import { lazily } from './lazily.ts';
import { makeAdmission } from './services/admission.ts';
import { makeAgents } from './services/agents.ts';
import { makeAgentTests } from './services/agents-test.ts';
import { makeChangeApplier } from './services/apply-changes.ts';
import { makeBudget } from './services/budget.ts';
import { makeChangeSets } from './services/change-sets.ts';
import { makeConfig } from './services/config.ts';
import { makeConfigImport } from './services/config-import.ts';
import { makeCustomTools } from './services/custom-tools.ts';
import { makeData } from './services/data.ts';
import { makeDatabaseSetup } from './services/database-setup.ts';
import { makeDomains } from './services/domains.ts';
import { makeExecutionLogs } from './services/execution-log.ts';
import { makeFailedJobs } from './services/failed-jobs.ts';
import { makeHealth } from './services/health.ts';
import { makeJobs } from './services/jobs.ts';
import { makeLiveStatus } from './services/live-status.ts';
import { makeProjection } from './services/projection.ts';
import { makeQueries } from './services/queries.ts';
import { makeRateLimits } from './services/rate-limits.ts';
import { fromAnswer, toPayload } from './services/remote-runs.ts';
import { makeReports } from './services/reports.ts';
import { makeUploads } from './services/reports-uploads.ts';
import { makeMerging } from './services/merging.ts';
import { makeReindexing } from './services/reindexing.ts';
import { makeReportExport } from './services/report-export.ts';
import { makeSeeding } from './services/seeding.ts';
import { makeSessions } from './services/sessions.ts';
import { makeSettings, makeSettingsReader } from './services/settings.ts';
import { makeSweeper } from './services/sweeper.ts';
import { makeTeams } from './services/teams.ts';
import { makeTools } from './services/tools.ts';
import { makeUsage } from './services/usage.ts';
import { version } from './version.ts';

export const clock = systemClock;
export const ids = systemIds;
export const env = /* @__PURE__ */ lazily(() => readEnv());
export const log = /* @__PURE__ */ lazily(() => makeLog(env().SERVICE, env().LOG_LEVEL));
export const metrics = /* @__PURE__ */ lazily(() => makeMetrics(env().SERVICE, env().STAGE));

/** Seconds in ms that an HTTP caller waits for a paused database before it is told to come back. */
const IMPATIENT = { clock, resumeWithinMs: 2_000, callMs: 20_000 };
/** Schema changes and seeding wait for the database to wake up. */
const PATIENT = { clock, resumeWithinMs: 60_000, callMs: 45_000 };

const sqlTarget = () => ({
  clusterArn: env().DATABASE_CLUSTER_ARN,
  secretArn: env().DATABASE_SECRET_ARN,
  database: env().DATABASE_NAME,
});
const sql = /* @__PURE__ */ lazily(() => makeSql(sqlTarget(), IMPATIENT));
const patientSql = /* @__PURE__ */ lazily(() => makeSql(sqlTarget(), PATIENT));
const seedFiles = /* @__PURE__ */ lazily(() => makeSeedFiles(process.cwd()));

export const tenantStore = /* @__PURE__ */ lazily(() => makeTenantStore(sql()));
export const agentStore = /* @__PURE__ */ lazily(() => makeAgentStore(sql()));
export const domainStore = /* @__PURE__ */ lazily(() => makeDomainStore(sql()));
export const reportIndex = /* @__PURE__ */ lazily(() => makeReportIndex(sql()));
export const teamStore = /* @__PURE__ */ lazily(() => makeTeamStore(sql()));

export const tables = /* @__PURE__ */ lazily((): Tables => {
  const client = makeDocumentClient();
  return {
    reports: makeDynamoTable(client, env().TABLE_REPORTS),
    queries: makeDynamoTable(client, env().TABLE_QUERIES),
    sessions: makeDynamoTable(client, env().TABLE_SESSIONS),
    messages: makeDynamoTable(client, env().TABLE_MESSAGES),
    agentRuns: makeDynamoTable(client, env().TABLE_AGENT_RUNS),
    configurations: makeDynamoTable(client, env().TABLE_CONFIGURATIONS),
    connections: makeDynamoTable(client, env().TABLE_CONNECTIONS),
  };
});
export const reportStore = /* @__PURE__ */ lazily(() => makeReportStore(tables(), clock));
export const sessionStore = /* @__PURE__ */ lazily(() => makeSessionStore(tables()));
export const queryStore = /* @__PURE__ */ lazily(() => makeQueryStore(tables(), clock));
export const jobStore = /* @__PURE__ */ lazily(() => makeJobStore(tables(), clock));
export const agentRunStore = /* @__PURE__ */ lazily(() => makeAgentRunStore(tables()));

export const toolStore = /* @__PURE__ */ lazily(() => makeToolStore(tables()));
export const settingsStore = /* @__PURE__ */ lazily(() => makeSettingsStore(tables()));
export const usageStore = /* @__PURE__ */ lazily(() => makeUsageStore(tables()));
const counterStore = /* @__PURE__ */ lazily(() => makeCounterStore(tables()));

/** A tenant's settings for what happens on every request and every model call; at most two seconds old. */
export const settingsOf = /* @__PURE__ */ lazily(() =>
  makeSettingsReader({ settings: settingsStore(), clock }),
);
export const rateLimits = /* @__PURE__ */ lazily(() =>
  makeRateLimits({ counters: counterStore(), settingsOf: settingsOf(), clock }),
);
/** Books model calls, and refuses them when the tenant's day is spent. */
export const budget = /* @__PURE__ */ lazily(() =>
  makeBudget({
    counters: counterStore(),
    usage: usageStore(),
    settingsOf: settingsOf(),
    newCallId: () => ids.next('use'),
    clock,
  }),
);
export const admission = /* @__PURE__ */ lazily(() =>
  makeAdmission({ tenants: tenantStore(), rates: rateLimits() }),
);
/** What has to be permitted before a job is accepted. */
const jobAdmission = {
  admit: async (tenantId: string) => {
    await rateLimits().take(tenantId, 'jobs_per_minute');
    await budget().assertLeft(tenantId);
  },
};

const sealer = /* @__PURE__ */ lazily(() => makeSecretSealer(env().SECRETS_KEY));
const httpCaller = /* @__PURE__ */ lazily(() => makeHttpCaller());
const mcpClient = /* @__PURE__ */ lazily(() => makeMcpClient(httpCaller()));
export const tools = /* @__PURE__ */ lazily(() =>
  makeTools({
    tools: toolStore(),
    builtin: builtinTools,
    agents: agentStore(),
    sealer: sealer(),
    http: httpCaller(),
    mcp: mcpClient(),
    clock,
  }),
);
/** A tenant's own tools, ready for its agents to call. */
export const customTools = /* @__PURE__ */ lazily(() =>
  makeCustomTools({ tools: toolStore(), sealer: sealer(), http: httpCaller(), mcp: mcpClient() }),
);
const toolNames = async (tenantId: string): Promise<ReadonlySet<string>> => {
  const own = await toolStore().list(tenantId);
  return new Set([...builtinToolNames, ...own.map(({ tool_name }) => tool_name)]);
};
export const settings = /* @__PURE__ */ lazily(() => makeSettings({ settings: settingsStore(), clock }));
export const usage = /* @__PURE__ */ lazily(() => makeUsage({ usage: usageStore(), clock }));
export const teams = /* @__PURE__ */ lazily(() => makeTeams({ teams: teamStore(), clock }));
export const jobs = /* @__PURE__ */ lazily(() => makeJobs({ jobs: jobStore() }));
export const agents = /* @__PURE__ */ lazily(() =>
  makeAgents({ agents: agentStore(), domains: domainStore(), toolNames, ids, clock }),
);
/** Tries agents in the function that carries the language models. */
export const agentTests = /* @__PURE__ */ lazily(() =>
  makeAgentTests({
    agents: agentStore(),
    domains: domainStore(),
    runner: makeLambdaAgentRunner(env().FUNCTION_AGENT_RUNNER, { toPayload, fromAnswer }),
    admission: jobAdmission,
    clock,
  }),
);
export const domains = /* @__PURE__ */ lazily(() =>
  makeDomains({ domains: domainStore(), agents: agentStore(), clock }),
);
export const sessions = /* @__PURE__ */ lazily(() =>
  makeSessions({ sessions: sessionStore(), domains: domainStore(), ids, clock }),
);

/** Images of reports, and outputs of agents that are too large for a table. */
const evidenceStore = /* @__PURE__ */ lazily(() => makeEvidenceStore(env().BUCKET_EVIDENCE));
export const blobStore = /* @__PURE__ */ lazily(() => makeBlobStore(env().BUCKET_EVIDENCE));
const backupStore = /* @__PURE__ */ lazily(() => makeBlobStore(env().BUCKET_BACKUPS));
export const uploads = /* @__PURE__ */ lazily(() => makeUploads({ evidence: evidenceStore(), ids, clock }));
const configImport = /* @__PURE__ */ lazily(() =>
  makeConfigImport({
    agents: agentStore(),
    domains: domainStore(),
    tools: toolStore(),
    http: httpCaller(),
    clock,
  }),
);
export const config = /* @__PURE__ */ lazily(() =>
  makeConfig({
    agents: agentStore(),
    domains: domainStore(),
    tools: toolStore(),
    backups: backupStore(),
    importInto: configImport(),
    ids,
  }),
);

export const dispatcher = /* @__PURE__ */ lazily(() => makeLambdaDispatcher(env().FUNCTION_ORCHESTRATOR));
const executionLog = /* @__PURE__ */ lazily(() =>
  makeExecutionLogs({ jobs: jobStore(), runs: agentRunStore() }),
);
export const projection = /* @__PURE__ */ lazily(() =>
  makeProjection({ index: reportIndex(), reports: reportStore(), log: log() }),
);
export const queries = /* @__PURE__ */ lazily(() =>
  makeQueries({
    queries: queryStore(),
    sessions: sessionStore(),
    domains: domainStore(),
    jobs: jobStore(),
    runs: agentRunStore(),
    dispatcher: dispatcher(),
    admission: jobAdmission,
    executionLog: executionLog(),
    ids,
    clock,
    log: log(),
  }),
);
export const reports = /* @__PURE__ */ lazily(() =>
  makeReports({
    reports: reportStore(),
    index: reportIndex(),
    domains: domainStore(),
    runs: agentRunStore(),
    dispatcher: dispatcher(),
    admission: jobAdmission,
    project: (tenantId, report) => projection().project(tenantId, report),
    executionLog: executionLog(),
    ids,
    clock,
    log: log(),
  }),
);
export const changeApplier = /* @__PURE__ */ lazily(() =>
  makeChangeApplier({ reports: reportStore(), projection: projection(), clock }),
);
/** What people decide about the change sets of commands. */
export const changeSets = /* @__PURE__ */ lazily(() =>
  makeChangeSets({ queries: queryStore(), changes: changeApplier(), clock }),
);
export const health = /* @__PURE__ */ lazily(() =>
  makeHealth(
    {
      database: () => sql().rows('SELECT 1 AS one'),
      documents: () => tables().configurations.get({ pk: 'health', sk: 'health' }),
    },
    version,
    clock,
  ),
);

export const statusLog = /* @__PURE__ */ lazily(() => makeStatusLog(tables(), clock));
/** Progress over WebSocket. */
export const liveStatus = /* @__PURE__ */ lazily(() =>
  makeLiveStatus({
    tickets: makeTicketStore(tables()),
    connections: makeConnectionStore(tables()),
    statusLog: statusLog(),
    sockets: makeWebSockets(env().WEBSOCKET_ENDPOINT ?? ''),
    jobs: jobStore(),
    sessions: sessionStore(),
    clock,
    log: log(),
  }),
);
/** What becomes of jobs that Lambda gave up on. */
export const failedJobs = /* @__PURE__ */ lazily(() =>
  makeFailedJobs({
    jobs: jobStore(),
    status: makeLambdaStatusTransport(env().FUNCTION_STATUS_PUBLISHER),
    statusLog: statusLog(),
    metrics: metrics(),
    clock,
    log: log(),
  }),
);
/** Repairs what crashes and lost messages leave behind. */
export const sweeper = /* @__PURE__ */ lazily(() =>
  makeSweeper({
    jobs: jobStore(),
    reports: reportStore(),
    dispatcher: dispatcher(),
    projection: projection(),
    clock,
    log: log(),
    metrics: metrics(),
  }),
);

export const data = /* @__PURE__ */ lazily(() =>
  makeData({ index: reportIndex(), domains: domainStore(), clock }),
);
export const reportExport = /* @__PURE__ */ lazily(() =>
  makeReportExport({ index: reportIndex(), exports: makeExportStore(env().BUCKET_EVIDENCE), ids, clock }),
);
export const merging = /* @__PURE__ */ lazily(() =>
  makeMerging({
    reports: reportStore(),
    project: (tenantId, report) => projection().project(tenantId, report),
    clock,
  }),
);

/** A step ends well within the 15 minutes that a function may run. */
const REINDEX_STEP_MS = 600_000;
export const reindexing = /* @__PURE__ */ lazily(() =>
  makeReindexing({ reports: reportStore(), index: makeReportIndex(patientSql()), clock }, REINDEX_STEP_MS),
);
export const databaseSetup = /* @__PURE__ */ lazily(() =>
  makeDatabaseSetup(seedFiles(), makeSchemaStore(patientSql(), clock, 60_000), log()),
);
export const seeding = /* @__PURE__ */ lazily(() =>
  makeSeeding(seedFiles(), makeAgentStore(patientSql()), makeDomainStore(patientSql()), clock, log()),
);
