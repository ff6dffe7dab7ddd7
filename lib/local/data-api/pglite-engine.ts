import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { cube } from '@electric-sql/pglite/contrib/cube';
import { earthdistance } from '@electric-sql/pglite/contrib/earthdistance';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { databaseError, statementTimeout } from './errors.ts';
import type { SqlConnection, SqlEngine, StatementResult } from './engine.ts';
import { makeFairLock } from '../fair-lock.ts';

/** Must be named at every open, even when the database already has them. */
const extensions = { pg_trgm, btree_gist, cube, earthdistance };

const asIs = (text: string): string => text;
const keepText = (known: object): Record<string, typeof asIs> =>
  Object.fromEntries(Object.keys(known).map((typeOid) => [typeOid, asIs]));

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Opens the database of `directory`, or makes it there. A making cut short leaves half a database, which nothing can
 * open; the file `<directory>.ready` says that it was finished.
 */
const open = async (directory: string | undefined): Promise<PGlite> => {
  if (directory === undefined) return PGlite.create({ extensions });
  const finished = `${directory}.ready`;
  if (await exists(finished)) return PGlite.create({ dataDir: directory, extensions });
  await rm(directory, { recursive: true, force: true });
  await mkdir(dirname(directory), { recursive: true });
  const database = await PGlite.create({ dataDir: directory, extensions });
  await writeFile(finished, '');
  return database;
};

/** Two calls, because DISCARD ALL must not share an implicit transaction with anything. */
const forgetSession = async (database: PGlite): Promise<void> => {
  await database.exec('DISCARD ALL');
  await database.exec("SET TIME ZONE 'UTC'");
};

const toDatabaseError = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? databaseError(error.message, error.code)
    : error;

/**
 * PostgreSQL compiled to WebAssembly, in this thread. It has one session, which callers hold in turn: two open
 * transactions never overlap. A statement cannot be interrupted.
 * `directory` undefined keeps everything in memory.
 */
export const makePgliteEngine = async (directory: string | undefined): Promise<SqlEngine> => {
  const database = await open(directory);
  await forgetSession(database);
  const parsers = keepText(database.parsers);
  const serializers = keepText(database.serializers);
  const lock = makeFairLock();

  const run: SqlConnection['run'] = async (sql, parameters): Promise<StatementResult> => {
    const result = await database
      .query<(string | null)[]>(
        sql,
        parameters.map(({ text }) => text),
        { rowMode: 'array', parsers, serializers, paramTypes: parameters.map(({ oid }) => oid) },
      )
      .catch((error: unknown) => {
        throw toDatabaseError(error);
      });
    return {
      columns: result.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
      rows: result.rows,
      affected: result.affectedRows ?? 0,
    };
  };

  return {
    connect: async (waitMilliseconds) => {
      const endTurn = await lock.acquire(waitMilliseconds, statementTimeout);
      return {
        run,
        release: async (reset) => {
          try {
            // One at a time: statements sent together are a transaction, in which DISCARD ALL is refused.
            if (reset) await database.exec('DISCARD ALL');
            if (reset) await database.exec("SET TIME ZONE 'UTC'");
          } finally {
            endTurn();
          }
        },
      };
    },
    close: () => database.close(),
  };
};
