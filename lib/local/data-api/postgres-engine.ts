import pg from 'pg';
import { databaseError, statementTimeout } from './errors.ts';
import type { SqlConnection, SqlEngine } from './engine.ts';
import { awsLimits } from './limits.ts';

const countsRows = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);
const keepText = { getTypeParser: () => (text: string) => text };

/** SQLSTATE 57014 is `query_canceled`, which is how `statement_timeout` shows. */
const toDataApiError = (error: unknown): unknown => {
  if (!(error instanceof pg.DatabaseError)) return error;
  return error.code === '57014' ? statementTimeout() : databaseError(error.message, error.code ?? 'XX000');
};

const makeConnection = (client: pg.PoolClient): SqlConnection => ({
  run: async (sql, parameters) => {
    // The driver takes both the parsers and the parameters' types from `types`; an array with a method is both.
    const types = Object.assign(
      parameters.map(({ oid }) => oid),
      keepText,
    );
    const values = parameters.map(({ text }) => text ?? null);
    const query = { text: sql, values, types, rowMode: 'array' as const, queryMode: 'extended' };
    const result = await client.query<(string | null)[]>(query).catch((error: unknown) => {
      throw toDataApiError(error);
    });
    return {
      columns: result.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
      rows: result.rows,
      affected: countsRows.has(result.command) ? (result.rowCount ?? 0) : 0,
    };
  },
  release: async (reset) => {
    if (reset) await client.query('DISCARD ALL');
    client.release();
  },
});

/** Any PostgreSQL by URL: a session per call or transaction, ten at most, in UTC, statements cut after 45 s. */
export const makePostgresEngine = async (url: string): Promise<SqlEngine> => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: awsLimits.callMilliseconds,
    options: `-c TimeZone=UTC -c statement_timeout=${awsLimits.callMilliseconds}`,
  });
  pool.on('error', () => undefined);
  await pool.query('SELECT 1');
  return {
    connect: async () => makeConnection(await pool.connect()),
    close: () => pool.end(),
  };
};
