import { randomBytes } from 'node:crypto';
import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { transactionNotFound, transactionRunning } from './errors.ts';
import type { BoundParameter, SqlConnection, SqlEngine, StatementResult } from './engine.ts';
import type { DataApiLimits } from './limits.ts';

/**
 * What a statement may leave behind in a session: settings, session-level advisory locks, temporary tables, cursors.
 * Such a session is cleaned before somebody else gets it, as if that one had another connection.
 */
const leavesTraces =
  /^\s*(?:set|reset|listen|prepare|declare|load)\b|\bset_config\s*\(|\bpg_(?:try_)?advisory_lock(?:_shared)?\s*\(|\bcreate\s+(?:local\s+|global\s+)?temp/i;

interface Transaction {
  readonly connection: SqlConnection;
  busy: boolean;
  traces: boolean;
  expiry: NodeJS.Timeout;
}

export type Statement = (run: SqlConnection['run']) => Promise<StatementResult[]>;

/**
 * Which session a call runs on: a fresh one, committed by itself, or the one its transaction holds.
 * A transaction takes one call at a time, ends after three idle minutes and is gone after its first failed
 * statement; only `rollback` still knows it then.
 */
export interface Sessions {
  /** Runs `work` on a session; without `transactionId` on one of its own. */
  use(sql: string, transactionId: string | undefined, work: Statement): Promise<StatementResult[]>;
  begin(): Promise<string>;
  /** Ends the transaction with `COMMIT` or `ROLLBACK`. */
  end(transactionId: string, command: 'COMMIT' | 'ROLLBACK'): Promise<void>;
  close(): Promise<void>;
}

const noParameters: readonly BoundParameter[] = [];

export const makeSessions = (engine: SqlEngine, limits: DataApiLimits): Sessions => {
  const open = new Map<string, Transaction>();
  const failed = new Set<string>();

  const finish = async (id: string, transaction: Transaction, command: string): Promise<void> => {
    open.delete(id);
    clearTimeout(transaction.expiry);
    try {
      await transaction.connection.run(command, noParameters);
    } finally {
      await transaction.connection.release(transaction.traces);
    }
  };
  const expireLater = (id: string): NodeJS.Timeout =>
    setTimeout(() => {
      const transaction = open.get(id);
      if (transaction) void finish(id, transaction, 'ROLLBACK').catch(() => undefined);
    }, limits.transactionIdleMilliseconds);

  const take = (id: string): Transaction => {
    if (failed.has(id)) throw transactionNotFound(id, 'It was aborted due to an error of a previous call.');
    const transaction = open.get(id);
    if (!transaction) throw transactionNotFound(id, 'It has ended, expired, or was never begun.');
    if (transaction.busy) throw transactionRunning();
    transaction.busy = true;
    clearTimeout(transaction.expiry);
    return transaction;
  };

  const inTransaction = async (id: string, sql: string, work: Statement): Promise<StatementResult[]> => {
    const transaction = take(id);
    transaction.traces ||= leavesTraces.test(sql);
    try {
      // PGlite holds this thread while it works; calls that arrived together must be seen, and refused, before.
      await turnOfTheEventLoop();
      const results = await work((text, parameters) => transaction.connection.run(text, parameters));
      transaction.busy = false;
      transaction.expiry = expireLater(id);
      return results;
    } catch (error) {
      failed.add(id);
      await finish(id, transaction, 'ROLLBACK').catch(() => undefined);
      throw error;
    }
  };

  const alone = async (sql: string, work: Statement): Promise<StatementResult[]> => {
    const connection = await engine.connect(limits.callMilliseconds);
    try {
      return await work((text, parameters) => connection.run(text, parameters));
    } finally {
      await connection.release(leavesTraces.test(sql));
    }
  };

  return {
    use: (sql, transactionId, work) =>
      transactionId === undefined ? alone(sql, work) : inTransaction(transactionId, sql, work),
    begin: async () => {
      const connection = await engine.connect(limits.callMilliseconds);
      await connection.run('BEGIN', noParameters).catch(async (error: unknown) => {
        await connection.release(true);
        throw error;
      });
      const id = randomBytes(96).toString('base64');
      open.set(id, { connection, busy: false, traces: false, expiry: expireLater(id) });
      return id;
    },
    end: async (id, command) => {
      if (command === 'ROLLBACK' && failed.delete(id)) return;
      await finish(id, take(id), command);
    },
    close: async () => {
      await Promise.all(
        [...open].map(([id, transaction]) => finish(id, transaction, 'ROLLBACK').catch(() => undefined)),
      );
      await engine.close();
    },
  };
};
