/**
 * The ground of the composition root: the environment, and every port with what implements it. Each is made at its first
 * use and once per cold start.
 */
import { makeDocumentClient, makeDynamoTable } from './adapters/aws/dynamo-table.ts';
import { makeLambdaDispatcher } from './adapters/aws/lambda-dispatcher.ts';
import { makeBlobStore, makeEvidenceStore } from './adapters/aws/s3.ts';
import { makeAgentStore } from './adapters/aws/sql/agents.ts';
import { makeSql } from './adapters/aws/sql/client.ts';
import { makeDomainStore } from './adapters/aws/sql/domains.ts';
import {
  makeIndexAnalysis,
  makeIndexLists,
  makeIndexUpkeep,
  makeReportIndex,
} from './adapters/aws/sql/report-index.ts';
import { makeTeamStore } from './adapters/aws/sql/teams.ts';
import { makeTenantStore } from './adapters/aws/sql/tenants.ts';
import { makeAgentRunStore } from './adapters/documents/agent-run-store.ts';
import { makeCounterStore } from './adapters/documents/counter-store.ts';
import type { Tables } from './adapters/documents/document-table.ts';
import { makeJobSlots } from './adapters/documents/job-slots.ts';
import { makeJobStore } from './adapters/documents/job-store.ts';
import { makeStatusLog } from './adapters/documents/live-stores.ts';
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
import { readEnv, required } from './env.ts';
import { lazily } from './lazily.ts';

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
export const sql = /* @__PURE__ */ lazily(() => makeSql(sqlTarget(), IMPATIENT));
export const patientSql = /* @__PURE__ */ lazily(() => makeSql(sqlTarget(), PATIENT));
export const seedFiles = /* @__PURE__ */ lazily(() => makeSeedFiles(process.cwd()));

export const tenantStore = /* @__PURE__ */ lazily(() => makeTenantStore(sql()));
export const agentStore = /* @__PURE__ */ lazily(() => makeAgentStore(sql()));
export const domainStore = /* @__PURE__ */ lazily(() => makeDomainStore(sql()));
export const reportIndex = /* @__PURE__ */ lazily(() => makeReportIndex(sql()));
export const indexUpkeep = /* @__PURE__ */ lazily(() => makeIndexUpkeep(sql()));
export const indexLists = /* @__PURE__ */ lazily(() => makeIndexLists(sql()));
export const indexAnalysis = /* @__PURE__ */ lazily(() => makeIndexAnalysis(sql()));
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
export const jobSlots = /* @__PURE__ */ lazily(() => makeJobSlots(tables()));

export const toolStore = /* @__PURE__ */ lazily(() => makeToolStore(tables()));
export const settingsStore = /* @__PURE__ */ lazily(() => makeSettingsStore(tables()));
export const usageStore = /* @__PURE__ */ lazily(() => makeUsageStore(tables()));
export const counterStore = /* @__PURE__ */ lazily(() => makeCounterStore(tables()));

export const sealer = /* @__PURE__ */ lazily(() => makeSecretSealer(required(env(), 'SECRETS_KEY')));
export const httpCaller = /* @__PURE__ */ lazily(() => makeHttpCaller());
export const mcpClient = /* @__PURE__ */ lazily(() => makeMcpClient(httpCaller()));
/** Images of reports, and outputs of agents that are too large for a table. */
export const evidenceStore = /* @__PURE__ */ lazily(() => makeEvidenceStore(env().BUCKET_EVIDENCE));
export const blobStore = /* @__PURE__ */ lazily(() => makeBlobStore(env().BUCKET_EVIDENCE));
export const backupStore = /* @__PURE__ */ lazily(() => makeBlobStore(env().BUCKET_BACKUPS));
export const dispatcher = /* @__PURE__ */ lazily(() => makeLambdaDispatcher(env().FUNCTION_ORCHESTRATOR));
export const statusLog = /* @__PURE__ */ lazily(() => makeStatusLog(tables(), clock));
