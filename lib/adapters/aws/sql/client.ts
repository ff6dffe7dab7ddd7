import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import type { ExecuteStatementCommandOutput } from '@aws-sdk/client-rds-data';
import type { Clock } from '../../../ports/world.ts';
import { isResuming, toSqlError } from './errors.ts';
import { toParameters, toRows } from './values.ts';
import type { SqlValues } from './values.ts';

/** SQL as the stores use it. Every method throws AppErrors only. */
export interface Sql {
  /** The rows, in the shape that the statement selects; the type argument says which. */
  rows<Row extends object>(text: string, values?: SqlValues): Promise<Row[]>;
  /** Number of rows that an INSERT, UPDATE or DELETE changed. */
  run(text: string, values?: SqlValues): Promise<number>;
  /** Commits what `work` did through the `Sql` it is given, or rolls all of it back and throws. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

export interface SqlTarget {
  readonly clusterArn: string;
  readonly secretArn: string;
  readonly database: string;
}

export interface SqlOptions {
  readonly clock: Clock;
  /** How long, in ms, calls are repeated while the database wakes up; then DATABASE_RESUMING. */
  readonly resumeWithinMs: number;
  /** A single call ends after that many ms: TIMEOUT. At most 45,000, the service's own limit. */
  readonly callMs: number;
}

type Send = RDSDataClient['send'];
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/** Full jitter on an exponential pause, so that woken callers do not all return at once. */
const pauseBefore = (attempt: number): number =>
  Math.round(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random() / 2));

async function whileResuming<T>(call: () => Promise<T>, { clock, resumeWithinMs }: SqlOptions): Promise<T> {
  const giveUpAt = clock.now().getTime() + resumeWithinMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const failure = toSqlError(error);
      const pause = pauseBefore(attempt);
      if (!isResuming(failure) || clock.now().getTime() + pause > giveUpAt) throw failure;
      await clock.sleep(pause);
    }
  }
}

/** Statements through the RDS Data API, inside `transactionId` when given. */
function makeStatements(
  call: <T>(work: (send: Send) => Promise<T>) => Promise<T>,
  target: SqlTarget,
  transactionId?: string,
): Pick<Sql, 'rows' | 'run'> {
  const execute = (text: string, values: SqlValues): Promise<ExecuteStatementCommandOutput> =>
    call((send) =>
      send(
        new ExecuteStatementCommand({
          resourceArn: target.clusterArn,
          secretArn: target.secretArn,
          database: target.database,
          sql: text,
          parameters: toParameters(text, values),
          includeResultMetadata: true,
          ...(transactionId === undefined ? {} : { transactionId }),
        }),
      ),
    );
  return {
    rows: async <Row extends object>(text: string, values: SqlValues = {}) => {
      const { records, columnMetadata } = await execute(text, values);
      return toRows(records ?? [], columnMetadata ?? []) as Row[];
    },
    run: async (text, values = {}) => (await execute(text, values)).numberOfRecordsUpdated ?? 0,
  };
}

/**
 * The relational database over HTTPS: no driver, no pool, no VPC. Endpoint, region and credentials come from where the
 * SDK looks for them.
 */
export function makeSql(target: SqlTarget, options: SqlOptions): Sql {
  const client = new RDSDataClient({
    requestHandler: { connectionTimeout: 3_000, requestTimeout: options.callMs },
  });
  const send: Send = client.send.bind(client);
  const call = <T>(work: (send: Send) => Promise<T>): Promise<T> => whileResuming(() => work(send), options);
  const cluster = { resourceArn: target.clusterArn, secretArn: target.secretArn };

  const begin = async (): Promise<string> => {
    const answer = await call(() =>
      client.send(new BeginTransactionCommand({ ...cluster, database: target.database })),
    );
    return answer.transactionId ?? '';
  };
  const rollback = (transactionId: string): Promise<unknown> =>
    client.send(new RollbackTransactionCommand({ ...cluster, transactionId })).catch(() => undefined);

  const transaction: Sql['transaction'] = async (work) => {
    const transactionId = await begin();
    const inside: Sql = {
      ...makeStatements(call, target, transactionId),
      transaction: (nested) => nested(inside),
    };
    try {
      const result = await work(inside);
      await call(() => client.send(new CommitTransactionCommand({ ...cluster, transactionId })));
      return result;
    } catch (error) {
      await rollback(transactionId);
      throw error;
    }
  };
  return { ...makeStatements(call, target), transaction };
}
