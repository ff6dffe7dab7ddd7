/**
 * The composition root: ports to services. Every part is made at its first use and once per cold start; as each is an
 * export of its own, a function's bundle holds only the parts that its handlers name.
 */
import { makeDocumentClient, makeDynamoTable } from './adapters/aws/dynamo-table.ts';
import { makeLambdaDispatcher } from './adapters/aws/lambda-dispatcher.ts';
import { makeAgentStore } from './adapters/aws/sql/agents.ts';
import { makeSql } from './adapters/aws/sql/client.ts';
import { makeDomainStore } from './adapters/aws/sql/domains.ts';
import { makeReportIndex } from './adapters/aws/sql/report-index.ts';
import { makeSchemaStore } from './adapters/aws/sql/schema.ts';
import { makeTeamStore } from './adapters/aws/sql/teams.ts';
import { makeTenantStore } from './adapters/aws/sql/tenants.ts';
import { makeAgentRunStore } from './adapters/documents/agent-run-store.ts';
import type { Tables } from './adapters/documents/document-table.ts';
import { makeJobStore } from './adapters/documents/job-store.ts';
import { makeQueryStore } from './adapters/documents/query-store.ts';
import { makeReportStore } from './adapters/documents/report-store.ts';
import { makeSessionStore } from './adapters/documents/session-store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import { makeLog } from './adapters/system/log.ts';
import { makeSeedFiles } from './adapters/system/seed-files.ts';
import { builtinToolNames } from './domain/tool.ts';
import { readEnv } from './env.ts';
import { makeAdmission } from './services/admission.ts';
import { makeAgents } from './services/agents.ts';
import { makeDatabaseSetup } from './services/database-setup.ts';
import { makeDomains } from './services/domains.ts';
import { makeHealth } from './services/health.ts';
import { makeQueries } from './services/queries.ts';
import { makeReports } from './services/reports.ts';
import { makeSeeding } from './services/seeding.ts';
import { makeSessions } from './services/sessions.ts';
import { version } from './version.ts';

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export const clock = systemClock;
export const ids = systemIds;
export const env = /* @__PURE__ */ lazily(() => readEnv());
export const log = /* @__PURE__ */ lazily(() => makeLog(env().SERVICE, env().LOG_LEVEL));

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

const tables = /* @__PURE__ */ lazily((): Tables => {
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

export const admission = /* @__PURE__ */ lazily(() => makeAdmission({ tenants: tenantStore() }));
const toolNames = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set<string>(builtinToolNames));
export const agents = /* @__PURE__ */ lazily(() =>
  makeAgents({ agents: agentStore(), domains: domainStore(), toolNames, ids, clock }),
);
export const domains = /* @__PURE__ */ lazily(() =>
  makeDomains({ domains: domainStore(), agents: agentStore(), clock }),
);
export const sessions = /* @__PURE__ */ lazily(() =>
  makeSessions({ sessions: sessionStore(), domains: domainStore(), ids, clock }),
);

export const dispatcher = /* @__PURE__ */ lazily(() => makeLambdaDispatcher(env().FUNCTION_ORCHESTRATOR));
export const queries = /* @__PURE__ */ lazily(() =>
  makeQueries({
    queries: queryStore(),
    sessions: sessionStore(),
    domains: domainStore(),
    jobs: jobStore(),
    runs: agentRunStore(),
    dispatcher: dispatcher(),
    executionLog: (ref) => agentRunStore().list(ref),
    ids,
    clock,
    log: log(),
  }),
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

export const databaseSetup = /* @__PURE__ */ lazily(() =>
  makeDatabaseSetup(seedFiles(), makeSchemaStore(patientSql(), clock, 60_000), log()),
);
export const seeding = /* @__PURE__ */ lazily(() =>
  makeSeeding(seedFiles(), makeAgentStore(patientSql()), makeDomainStore(patientSql()), clock, log()),
);
