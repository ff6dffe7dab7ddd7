/**
 * The composition root of what runs agents: models, tools, the kinds of jobs and the engine. Apart from app.ts, so that no
 * function that only serves requests carries a language model.
 */
import { makeComprehendLanguage } from './adapters/aws/comprehend-language.ts';
import { makeCredentials } from './adapters/aws/credentials.ts';
import { makeLambdaStatusTransport } from './adapters/aws/lambda-status-transport.ts';
import { makeLocationSearch } from './adapters/aws/location-geocoder.ts';
import { makeBatchingPublisher } from './engine/batching-publisher.ts';
import { makeEngine } from './engine/run-job.ts';
import { summarise } from './intelligence/answering/summary.ts';
import { makeEmbeddedIntelligence } from './intelligence/embedded/intelligence.ts';
import { makeInterpreter } from './intelligence/interpreter.ts';
import { makeMeteredModels } from './intelligence/metered-models.ts';
import { makeModels } from './intelligence/model.ts';
import { makeAgentRunner } from './intelligence/run-agent.ts';
import { makeBuiltinCatalogue } from './intelligence/tools/catalogue.ts';
import { withLocalFallback } from './intelligence/tools/language-fallback.ts';
import { makeLayeredGeocoder } from './intelligence/tools/layered-geocoder.ts';
import { joinCatalogues } from './intelligence/tools/tool.ts';
import { makeIngestionJob } from './services/ingestion-job.ts';
import { makeQueryJob } from './services/query-job.ts';
import { makeRemoteRuns } from './services/remote-runs.ts';
import {
  agentRunStore,
  agentStore,
  blobStore,
  clock,
  domainStore,
  env,
  ids,
  jobSlots,
  jobStore,
  log,
  metrics,
  queryStore,
  reportIndex,
  reportStore,
  sessionStore,
  statusLog,
  teamStore,
  tenantStore,
} from './app-ports.ts';
import { budget, changeApplier, customTools, projection, settingsOf } from './app.ts';
import { lazily } from './lazily.ts';

const embedded = /* @__PURE__ */ lazily(() => makeEmbeddedIntelligence());
const plainModels = /* @__PURE__ */ lazily(() =>
  makeModels({
    settings: {
      model: env().MODEL,
      baseUrl: env().MODEL_BASE_URL,
      apiKey: env().MODEL_API_KEY,
      region: env().AWS_REGION,
      credentials: makeCredentials(),
      bedrockApiKey: env().AWS_BEARER_TOKEN_BEDROCK,
      debugRequests: env().LOG_LEVEL === 'debug',
    },
    embedded: embedded().model,
    tenantModel: async (tenantId) => (await settingsOf()(tenantId)).model,
    log: log(),
  }),
);
/** Every call is booked on its tenant. */
const models = /* @__PURE__ */ lazily(() => makeMeteredModels(plainModels(), budget()));
/** Places by Amazon Location or by the packed gazetteer, whichever the deployment chose. */
const geocoder = /* @__PURE__ */ lazily(() => {
  const { geocoder: local, readPlace: read } = embedded();
  if (env().GEOCODER === 'gazetteer') return local;
  return makeLayeredGeocoder({ read, local, search: makeLocationSearch(), log: log() });
});
/** Comprehend or its embedded counterpart. */
const language = /* @__PURE__ */ lazily(() => {
  if (env().LANGUAGE_SERVICE === 'embedded') return embedded().language;
  return withLocalFallback(makeComprehendLanguage(), embedded().language, log());
});
const agentTools = /* @__PURE__ */ lazily(() =>
  joinCatalogues(
    makeBuiltinCatalogue({
      index: reportIndex(),
      geocoder: geocoder(),
      language: language(),
      webSearch: { endpoint: env().WEB_SEARCH_URL, apiKey: env().WEB_SEARCH_API_KEY },
    }),
    customTools(),
  ),
);
export const agentRunner = /* @__PURE__ */ lazily(() =>
  makeAgentRunner({
    models: models(),
    tools: agentTools(),
    clock,
    log: log(),
    redact: embedded().redact,
  }),
);
export const remoteRuns = /* @__PURE__ */ lazily(() => makeRemoteRuns(agentRunner()));
const interpreter = /* @__PURE__ */ lazily(() =>
  makeInterpreter({ models: models(), log: log(), redact: embedded().redact }),
);
const ingestionJob = /* @__PURE__ */ lazily(() =>
  makeIngestionJob({
    reports: reportStore(),
    agents: agentStore(),
    domains: domainStore(),
    index: reportIndex(),
    projection: projection(),
    blobs: blobStore(),
    clock,
    log: log(),
  }),
);
const queryJob = /* @__PURE__ */ lazily(() =>
  makeQueryJob({
    queries: queryStore(),
    sessions: sessionStore(),
    agents: agentStore(),
    domains: domainStore(),
    teams: teamStore(),
    tenants: tenantStore(),
    index: reportIndex(),
    reports: reportStore(),
    interpreter: interpreter(),
    summariser: {
      summarise: (tenantId, interpretation, domain, people) =>
        summarise(tenantId, interpretation, reportIndex(), { domain, ...people }),
    },
    changes: changeApplier(),
    ids,
    clock,
  }),
);
const publisher = /* @__PURE__ */ lazily(() =>
  makeBatchingPublisher(makeLambdaStatusTransport(env().FUNCTION_STATUS_PUBLISHER), statusLog(), {
    clock,
    log: log(),
  }),
);
/** Runs jobs. */
export const engine = /* @__PURE__ */ lazily(() =>
  makeEngine({
    jobs: jobStore(),
    runs: agentRunStore(),
    slots: jobSlots(),
    kinds: { report: ingestionJob(), query: queryJob() },
    agents: agentRunner(),
    blobs: blobStore(),
    publisher: publisher(),
    metrics: metrics(),
    clock,
    log: log(),
  }),
);
