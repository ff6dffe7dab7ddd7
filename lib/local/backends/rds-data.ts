import { join } from 'node:path';
import { awsLimits } from '../data-api/limits.ts';
import { makeDataApi } from '../data-api/operations.ts';
import { makePgliteEngine } from '../data-api/pglite-engine.ts';
import { makePostgresEngine } from '../data-api/postgres-engine.ts';
import { serveDataApi } from '../data-api/server.ts';
import type { StartBackend } from './backend.ts';

/** Aurora PostgreSQL with the RDS Data API: PGlite, or the PostgreSQL at `settings.postgresUrl`. */
export const start: StartBackend = async ({ stateDir, ports, database, postgresUrl, resumingCalls }) => {
  const engine = await (postgresUrl === undefined
    ? makePgliteEngine(join(stateDir, 'postgres'))
    : makePostgresEngine(postgresUrl));
  const api = makeDataApi(engine, {
    cluster: { clusterArn: database.clusterArn, secretArn: database.secretArn, database: database.name },
    limits: awsLimits,
    resuming: { calls: resumingCalls },
  });
  const server = await serveDataApi(api, awsLimits, ports.rdsData);
  return async () => {
    server.close();
    server.closeAllConnections();
    await api.close();
  };
};
