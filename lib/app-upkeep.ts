/** The composition root of what no request waits for: migrations, seeding, and repairs after crashes and lost messages. */
import { makeLambdaStatusTransport } from './adapters/aws/lambda-status-transport.ts';
import { makeAgentStore } from './adapters/aws/sql/agents.ts';
import { makeDomainStore } from './adapters/aws/sql/domains.ts';
import { makeIndexUpkeep } from './adapters/aws/sql/report-index.ts';
import { makeSchemaStore } from './adapters/aws/sql/schema.ts';
import {
  agentRunStore,
  clock,
  dispatcher,
  env,
  jobStore,
  log,
  metrics,
  patientSql,
  reportStore,
  seedFiles,
  statusLog,
} from './app-ports.ts';
import { projection } from './app.ts';
import { lazily } from './lazily.ts';
import { makeDatabaseSetup } from './services/database-setup.ts';
import { makeFailedJobs } from './services/failed-jobs.ts';
import { makeReindexing } from './services/reindexing.ts';
import { makeSeeding } from './services/seeding.ts';
import { makeSweeper } from './services/sweeper.ts';

/** What becomes of jobs that Lambda gave up on. */
export const failedJobs = /* @__PURE__ */ lazily(() =>
  makeFailedJobs({
    reports: reportStore(),
    runs: agentRunStore(),
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

/** A step ends well within the 15 minutes that a function may run. */
const REINDEX_STEP_MS = 600_000;
export const reindexing = /* @__PURE__ */ lazily(() =>
  makeReindexing({ reports: reportStore(), index: makeIndexUpkeep(patientSql()), clock }, REINDEX_STEP_MS),
);
export const databaseSetup = /* @__PURE__ */ lazily(() =>
  makeDatabaseSetup(seedFiles(), makeSchemaStore(patientSql(), clock, 60_000), log()),
);
export const seeding = /* @__PURE__ */ lazily(() =>
  makeSeeding(seedFiles(), makeAgentStore(patientSql()), makeDomainStore(patientSql()), clock, log()),
);
