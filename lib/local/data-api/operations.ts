import type * as z from 'zod';
import {
  badRequest,
  databaseError,
  DataApiError,
  databaseResuming,
  statementTimeout,
  validation,
} from './errors.ts';
import type { ResultColumn, SqlEngine, StatementResult } from './engine.ts';
import type { DataApiLimits } from './limits.ts';
import { toPositional } from './named-parameters.ts';
import { bindParameters } from './parameter-values.ts';
import * as protocol from './protocol.ts';
import { toPlainValue, toResponseField } from './result-values.ts';
import { makeSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';
import { typeFacts } from './types.ts';

/** The one cluster this endpoint answers for; other ARNs and databases are refused as on AWS. */
export interface Cluster {
  readonly clusterArn: string;
  readonly secretArn: string;
  readonly database: string;
}

/** Answers `DatabaseResumingException` to the first `calls` calls, or until `milliseconds` after the first call. */
export interface Resuming {
  readonly calls?: number;
  readonly milliseconds?: number;
}

export interface DataApiOptions {
  readonly cluster: Cluster;
  readonly limits: DataApiLimits;
  readonly resuming?: Resuming;
}

type Operation = (body: unknown) => Promise<object>;
export interface DataApi {
  /** By the path of the wire protocol: `/Execute`, `/BatchExecute`, `/BeginTransaction`, ... */
  readonly operations: Readonly<Record<string, Operation>>;
  close(): Promise<void>;
}

const parse = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw validation(
    result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
};

const checkTarget = (cluster: Cluster, target: z.infer<typeof protocol.beginRequest>): void => {
  if (target.resourceArn !== cluster.clusterArn)
    throw new DataApiError('DatabaseNotFoundException', `DBCluster ${target.resourceArn} is not found`, 404);
  if (target.secretArn !== cluster.secretArn)
    throw new DataApiError('SecretsErrorException', `Error fetching secret ${target.secretArn}`);
  if (target.database !== undefined && target.database !== '' && target.database !== cluster.database)
    throw databaseError(`database "${target.database}" does not exist`, '3D000');
  if (target.schema !== undefined) throw validation("Schema parameter isn't supported.");
};

const makeResumeGate = (resuming: Resuming): (() => void) => {
  let calls = 0;
  let until: number | undefined;
  return () => {
    calls += 1;
    until ??= performance.now() + (resuming.milliseconds ?? 0);
    if (calls <= (resuming.calls ?? 0) || performance.now() < until) throw databaseResuming();
  };
};

const rowBytes = (row: readonly (string | null)[]): number =>
  row.reduce((sum, cell) => sum + (cell === null ? 0 : Buffer.byteLength(cell)), 0);

const checkSizes = (rows: StatementResult['rows'], limits: DataApiLimits): void => {
  const sizes = rows.map(rowBytes);
  if (sizes.some((size) => size > limits.rowBytes))
    throw badRequest(`Packet for query is too large: a row may have ${limits.rowBytes} bytes`);
  if (sizes.reduce((sum, size) => sum + size, 0) > limits.responseBytes)
    throw badRequest('Database returned more than the allowed response size limit');
};

const toMetadata = ({ name, oid }: ResultColumn) => {
  const { name: typeName, jdbc, isArray, kind } = typeFacts(oid);
  return {
    arrayBaseColumnType: 0,
    isAutoIncrement: false,
    isCaseSensitive: kind === 'text',
    isCurrency: false,
    isSigned: kind === 'long' || kind === 'double' || kind === 'decimal',
    label: name,
    name,
    nullable: 2,
    precision: 0,
    scale: 0,
    schemaName: '',
    tableName: '',
    type: isArray === true ? 2003 : jdbc,
    typeName,
  };
};

const toRecords = (
  { columns, rows }: StatementResult,
  options: protocol.ResultSetOptions,
): protocol.ResponseField[][] => {
  const types = columns.map(({ oid }) => typeFacts(oid));
  return rows.map((row) => types.map((type, index) => toResponseField(row[index] ?? null, type, options)));
};

const toFormattedRecords = (columns: readonly ResultColumn[], records: protocol.ResponseField[][]): string =>
  JSON.stringify(
    records.map((record) =>
      Object.fromEntries(record.map((field, index) => [columns[index]?.name ?? '', toPlainValue(field)])),
    ),
  );

const toResponse = (
  result: StatementResult,
  request: protocol.ExecuteRequest,
  limits: DataApiLimits,
): object => {
  checkSizes(result.rows, limits);
  const numberOfRecordsUpdated = result.affected;
  if (result.columns.length === 0) return { numberOfRecordsUpdated, generatedFields: [] };
  const records = toRecords(result, request.resultSetOptions ?? {});
  if (request.formatRecordsAs === 'JSON')
    return { numberOfRecordsUpdated, formattedRecords: toFormattedRecords(result.columns, records) };
  const columnMetadata = request.includeResultMetadata === true ? result.columns.map(toMetadata) : undefined;
  return { numberOfRecordsUpdated, records, columnMetadata };
};

/** A statement that cannot be interrupted (PGlite) still fails when it took longer than a call may. */
const withinTime = async <T>(limits: DataApiLimits, work: () => Promise<T>): Promise<T> => {
  const started = performance.now();
  const result = await work();
  if (performance.now() - started > limits.callMilliseconds) throw statementTimeout();
  return result;
};

const makeExecute =
  (sessions: Sessions, limits: DataApiLimits) =>
  async (request: protocol.ExecuteRequest): Promise<object> => {
    const { sql, names } = toPositional(request.sql);
    const bound = bindParameters(names, request.parameters ?? []);
    const [result] = await sessions.use(sql, request.transactionId, async (run) => [
      await withinTime(limits, () => run(sql, bound)),
    ]);
    return toResponse(result ?? { columns: [], rows: [], affected: 0 }, request, limits);
  };

const makeBatchExecute =
  (sessions: Sessions, limits: DataApiLimits) =>
  async (request: protocol.BatchExecuteRequest): Promise<object> => {
    const { sql, names } = toPositional(request.sql);
    const sets = request.parameterSets?.length ? request.parameterSets : [[]];
    const bound = sets.map((set) => bindParameters(names, set));
    const results = await sessions.use(sql, request.transactionId, (run) =>
      withinTime(limits, async () => {
        const all: StatementResult[] = [];
        for (const parameters of bound) all.push(await run(sql, parameters));
        return all;
      }),
    );
    return { updateResults: results.map(() => ({ generatedFields: [] })) };
  };

/** The five operations of the RDS Data API over `engine`. */
export const makeDataApi = (engine: SqlEngine, { cluster, limits, resuming }: DataApiOptions): DataApi => {
  const sessions = makeSessions(engine, limits);
  const awake = makeResumeGate(resuming ?? {});
  const execute = makeExecute(sessions, limits);
  const batchExecute = makeBatchExecute(sessions, limits);

  const operation =
    <Schema extends z.ZodType<{ resourceArn: string; secretArn: string }>>(
      schema: Schema,
      run: (request: z.infer<Schema>) => Promise<object>,
    ): Operation =>
    async (body) => {
      const request = parse(schema, body);
      checkTarget(cluster, request);
      awake();
      return run(request);
    };

  return {
    operations: {
      '/Execute': operation(protocol.executeRequest, execute),
      '/BatchExecute': operation(protocol.batchExecuteRequest, batchExecute),
      '/BeginTransaction': operation(protocol.beginRequest, async () => ({
        transactionId: await sessions.begin(),
      })),
      '/CommitTransaction': operation(protocol.endRequest, async ({ transactionId }) => {
        await sessions.end(transactionId, 'COMMIT');
        return { transactionStatus: 'Transaction Committed' };
      }),
      '/RollbackTransaction': operation(protocol.endRequest, async ({ transactionId }) => {
        await sessions.end(transactionId, 'ROLLBACK');
        return { transactionStatus: 'Rollback Complete' };
      }),
    },
    close: () => sessions.close(),
  };
};
