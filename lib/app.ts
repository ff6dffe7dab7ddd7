/**
 * The composition root: ports to services. Every part is made at its first use and once per cold start; as each is an
 * export of its own, a function's bundle holds only the parts that its handlers name.
 */
import { makeLambdaAgentRunner } from './adapters/aws/lambda-agent-runner.ts';
import { makeExportStore } from './adapters/aws/s3-export.ts';
import { makeWebSockets } from './adapters/aws/websocket-sockets.ts';
import { makeConnectionStore, makeTicketStore } from './adapters/documents/live-stores.ts';
import {
  agentRunStore,
  agentStore,
  backupStore,
  clock,
  counterStore,
  dispatcher,
  domainStore,
  env,
  evidenceStore,
  httpCaller,
  ids,
  indexAnalysis,
  indexLists,
  indexUpkeep,
  jobStore,
  log,
  mcpClient,
  queryStore,
  reportStore,
  sealer,
  sessionStore,
  settingsStore,
  sql,
  statusLog,
  tables,
  teamStore,
  tenantStore,
  toolStore,
  usageStore,
} from './app-ports.ts';
import builtinTools from './domain/builtin-tools.json' with { type: 'json' };
import { builtinToolNames } from './domain/tool.ts';
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
import { makeDomains } from './services/domains.ts';
import { makeExecutionLogs } from './services/execution-log.ts';
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
import { makeReportExport } from './services/report-export.ts';
import { makeSessions } from './services/sessions.ts';
import { makeSettings, makeSettingsReader } from './services/settings.ts';
import { makeTeams } from './services/teams.ts';
import { makeTools } from './services/tools.ts';
import { makeUsage } from './services/usage.ts';
import { version } from './version.ts';

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

const executionLog = /* @__PURE__ */ lazily(() =>
  makeExecutionLogs({ jobs: jobStore(), runs: agentRunStore() }),
);
export const projection = /* @__PURE__ */ lazily(() =>
  makeProjection({ index: indexUpkeep(), reports: reportStore(), log: log() }),
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
    index: { ...indexLists(), ...indexUpkeep() },
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
export const data = /* @__PURE__ */ lazily(() =>
  makeData({ index: indexAnalysis(), domains: domainStore(), clock }),
);
export const reportExport = /* @__PURE__ */ lazily(() =>
  makeReportExport({ index: indexLists(), exports: makeExportStore(env().BUCKET_EVIDENCE), ids, clock }),
);
export const merging = /* @__PURE__ */ lazily(() =>
  makeMerging({
    reports: reportStore(),
    project: (tenantId, report) => projection().project(tenantId, report),
    clock,
  }),
);
