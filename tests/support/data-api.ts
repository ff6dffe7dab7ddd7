import type { AddressInfo } from 'node:net';
import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import type { ExecuteStatementCommandInput, SqlParameter } from '@aws-sdk/client-rds-data';
import { awsLimits } from '../../lib/local/data-api/limits.ts';
import type { DataApiLimits } from '../../lib/local/data-api/limits.ts';
import { makeDataApi } from '../../lib/local/data-api/operations.ts';
import type { Resuming } from '../../lib/local/data-api/operations.ts';
import type { SqlEngine } from '../../lib/local/data-api/engine.ts';
import { serveDataApi } from '../../lib/local/data-api/server.ts';

export const cluster = {
  clusterArn: 'arn:aws:rds:us-east-1:000000000000:cluster:test',
  secretArn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:test',
  database: 'domainflow',
};
const target = { resourceArn: cluster.clusterArn, secretArn: cluster.secretArn, database: cluster.database };

interface Options {
  readonly limits?: Partial<DataApiLimits>;
  readonly resuming?: Resuming;
}

/** The endpoint over `engine`, and the SDK's own client with the target filled in. `close` leaves the engine open. */
export const startDataApi = async (engine: SqlEngine, { limits, resuming }: Options = {}) => {
  const all = { ...awsLimits, ...limits };
  const shared: SqlEngine = { connect: (wait) => engine.connect(wait), close: () => Promise.resolve() };
  const api = makeDataApi(shared, { cluster, limits: all, ...(resuming === undefined ? {} : { resuming }) });
  const server = await serveDataApi(api, all, 0);
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new RDSDataClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

  type Extra = Partial<Omit<ExecuteStatementCommandInput, 'sql' | 'parameters'>>;
  const execute = (sql: string, parameters: SqlParameter[] = [], extra: Extra = {}) =>
    client.send(new ExecuteStatementCommand({ ...target, sql, parameters, ...extra }));
  return {
    endpoint,
    client,
    execute,
    /** The only value of a query's first row. */
    value: async (sql: string, parameters: SqlParameter[] = [], extra: Extra = {}) =>
      (await execute(sql, parameters, extra)).records?.[0]?.[0],
    batch: (sql: string, parameterSets: SqlParameter[][], transactionId?: string) =>
      client.send(new BatchExecuteStatementCommand({ ...target, sql, parameterSets, transactionId })),
    begin: async () => (await client.send(new BeginTransactionCommand(target))).transactionId!,
    commit: (transactionId: string) =>
      client.send(new CommitTransactionCommand({ ...target, transactionId })),
    rollback: (transactionId: string) =>
      client.send(new RollbackTransactionCommand({ ...target, transactionId })),
    close: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await api.close();
    },
  };
};

export type TestDataApi = Awaited<ReturnType<typeof startDataApi>>;
