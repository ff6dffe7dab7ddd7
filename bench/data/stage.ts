/** The index over the real SDK client and the local Data API endpoint, with the time inside the database taken apart. */
import type { AddressInfo } from 'node:net';
import { makeSql } from '../../lib/adapters/aws/sql/client.ts';
import { makeReportIndex } from '../../lib/adapters/aws/sql/report-index.ts';
import { makeSchemaStore } from '../../lib/adapters/aws/sql/schema.ts';
import { systemClock } from '../../lib/adapters/system/clock.ts';
import { makeSeedFiles } from '../../lib/adapters/system/seed-files.ts';
import type { SqlEngine } from '../../lib/local/data-api/engine.ts';
import { awsLimits } from '../../lib/local/data-api/limits.ts';
import { makeDataApi } from '../../lib/local/data-api/operations.ts';
import { makePgliteEngine } from '../../lib/local/data-api/pglite-engine.ts';
import { makePostgresEngine } from '../../lib/local/data-api/postgres-engine.ts';
import { serveDataApi } from '../../lib/local/data-api/server.ts';
import { makeDatabaseSetup } from '../../lib/services/database-setup.ts';

const cluster = { clusterArn: 'arn:bench', secretArn: 'arn:bench-secret', database: 'bench' };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Milliseconds spent inside the database since the last `take`. */
export function makeMeter(engine: SqlEngine) {
  let [spent, active, since] = [0, 0, 0];
  const metered: SqlEngine = {
    connect: async (wait) => {
      const connection = await engine.connect(wait);
      return {
        ...connection,
        run: async (sql, parameters) => {
          // Statements of one call may run side by side: the time in which any ran counts once.
          if (active++ === 0) since = performance.now();
          try {
            return await connection.run(sql, parameters);
          } finally {
            if (--active === 0) spent += performance.now() - since;
          }
        },
      };
    },
    close: () => engine.close(),
  };
  const take = (): number => {
    const taken = spent;
    spent = 0;
    return taken;
  };
  return { engine: metered, take };
}

export async function openStage(url: string | undefined, keep: boolean) {
  const raw = await (url === undefined ? makePgliteEngine(undefined) : makePostgresEngine(url));
  const meter = makeMeter(raw);
  const api = makeDataApi(meter.engine, { cluster, limits: awsLimits });
  const server = await serveDataApi(api, awsLimits, 0);
  process.env['AWS_ENDPOINT_URL_RDS_DATA'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['AWS_REGION'] = 'us-east-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  const sql = makeSql(cluster, { clock: systemClock, resumeWithinMs: 0, callMs: 45_000 });
  if (url !== undefined && !keep) {
    await sql.run('drop schema public cascade');
    await sql.run('create schema public');
  }
  const schema = makeSchemaStore(sql, systemClock, 10_000);
  await makeDatabaseSetup(makeSeedFiles(process.cwd()), schema, silent).migrate();
  /** Hand-written SQL, straight to the database: what any solution pays. */
  const floor = async (text: string): Promise<(string | null)[][]> => {
    const connection = await raw.connect(10_000);
    try {
      return (await connection.run(text, [])).rows as (string | null)[][];
    } finally {
      await connection.release(false);
    }
  };
  return {
    sql,
    index: makeReportIndex(sql),
    floor,
    take: meter.take,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await api.close();
    },
  };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;
