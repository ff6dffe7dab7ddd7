import type { AddressInfo } from 'node:net';
import { makeSql } from '../../lib/adapters/aws/sql/client.ts';
import type { Sql } from '../../lib/adapters/aws/sql/client.ts';
import { makeSchemaStore } from '../../lib/adapters/aws/sql/schema.ts';
import { makeSeedFiles } from '../../lib/adapters/system/seed-files.ts';
import { systemClock } from '../../lib/adapters/system/clock.ts';
import { awsLimits } from '../../lib/local/data-api/limits.ts';
import { makeDataApi } from '../../lib/local/data-api/operations.ts';
import type { Resuming } from '../../lib/local/data-api/operations.ts';
import { makePgliteEngine } from '../../lib/local/data-api/pglite-engine.ts';
import { makePostgresEngine } from '../../lib/local/data-api/postgres-engine.ts';
import { serveDataApi } from '../../lib/local/data-api/server.ts';
import type { Log } from '../../lib/ports/world.ts';
import { makeDatabaseSetup } from '../../lib/services/database-setup.ts';

const target = {
  clusterArn: 'arn:aws:rds:eu-west-1:000000000000:cluster:test',
  secretArn: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:test',
  database: 'domainflow',
};

export interface TestDatabase {
  readonly sql: Sql;
  close(): Promise<void>;
}

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * The real client against the Data API endpoint with AWS's limits, over PGlite in memory, or over the empty PostgreSQL
 * that `TEST_POSTGRES_URL` names.
 */
export async function startDatabase(
  options: { resuming?: Resuming; resumeWithinMs?: number } = {},
): Promise<TestDatabase> {
  const url = process.env['TEST_POSTGRES_URL'];
  const engine = await (url === undefined ? makePgliteEngine(undefined) : makePostgresEngine(url));
  const api = makeDataApi(engine, { cluster: target, limits: awsLimits, resuming: options.resuming ?? {} });
  const server = await serveDataApi(api, awsLimits, 0);
  process.env['AWS_ENDPOINT_URL_RDS_DATA'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['AWS_REGION'] = 'eu-west-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  const sql = makeSql(target, {
    clock: systemClock,
    resumeWithinMs: options.resumeWithinMs ?? 0,
    callMs: 45_000,
  });
  return {
    sql,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await api.close();
    },
  };
}

/** As above, with every migration applied. */
export async function startMigratedDatabase(): Promise<TestDatabase> {
  const database = await startDatabase();
  if (process.env['TEST_POSTGRES_URL'] !== undefined) {
    await database.sql.run('drop schema public cascade');
    await database.sql.run('create schema public');
  }
  const schema = makeSchemaStore(database.sql, systemClock, 5_000);
  await makeDatabaseSetup(makeSeedFiles(process.cwd()), schema, silent).migrate();
  return database;
}
