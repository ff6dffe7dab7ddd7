import { RDSDataServiceException } from '@aws-sdk/client-rds-data';
import { AppError } from '../../../errors.ts';
import type { ErrorCode } from '../../../errors.ts';

/** Seconds that Aurora needs, as a rule, to come back from a pause. */
const RESUME_SECONDS = 15;

/** PostgreSQL manual, appendix A: class (two characters) or full code to our code. The longest match counts. */
const bySqlState: Readonly<Record<string, { code: ErrorCode; message: string; retryable?: boolean }>> = {
  '23505': { code: 'CONFLICT', message: 'The id is taken.' },
  '23503': {
    code: 'CONFLICT',
    message: 'Something that this refers to does not exist, or is still referred to.',
  },
  '23': { code: 'CONFLICT', message: 'The record breaks a rule of the store.' },
  '22': { code: 'INVALID_INPUT', message: 'A value cannot be stored or compared as given.' },
  '40': { code: 'UNAVAILABLE', message: 'Another write came in between.', retryable: true },
  '53': { code: 'UNAVAILABLE', message: 'The database is overloaded.', retryable: true },
  '55P03': { code: 'UNAVAILABLE', message: 'Another write holds the record.', retryable: true },
  '57014': { code: 'TIMEOUT', message: 'The database took too long.', retryable: true },
  '57': { code: 'UNAVAILABLE', message: 'The database is restarting.', retryable: true },
  '08': { code: 'UNAVAILABLE', message: 'The database cannot be reached.', retryable: true },
};

const byException: Readonly<Record<string, { code: ErrorCode; message: string; retryable?: boolean }>> = {
  StatementTimeoutException: { code: 'TIMEOUT', message: 'The database took too long.', retryable: true },
  ServiceUnavailableError: {
    code: 'UNAVAILABLE',
    message: 'The database cannot be reached.',
    retryable: true,
  },
  InternalServerErrorException: {
    code: 'UNAVAILABLE',
    message: 'The database cannot be reached.',
    retryable: true,
  },
  ThrottlingException: { code: 'UNAVAILABLE', message: 'The database is overloaded.', retryable: true },
  TransactionNotFoundException: {
    code: 'UNAVAILABLE',
    message: 'The transaction has ended.',
    retryable: true,
  },
};

const resuming: ReadonlySet<string> = new Set(['DatabaseResumingException', 'DatabaseUnavailableException']);

/** Five characters, as the Data API words them: `ERROR: <message>; SQLState: 23505`. */
const sqlStateOf = (error: Error): string | undefined => /SQLState: ([0-9A-Z]{5})/.exec(error.message)?.[1];

export const isResuming = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'DATABASE_RESUMING';

const ofSqlState = (state: string, cause: Error): AppError => {
  const known = bySqlState[state] ?? bySqlState[state.slice(0, 2)];
  if (known === undefined)
    return new AppError('INTERNAL', 'The database refused a statement.', {
      data: { sql_state: state },
      cause,
    });
  const retryable = known.retryable ?? false;
  return new AppError(known.code, known.message, { data: { sql_state: state }, retryable, cause });
};

const isTimeout = (error: Error): boolean => error.name === 'TimeoutError' || error.name === 'AbortError';

/** What the SDK or the network threw, as an AppError that names neither statement nor value. */
export function toSqlError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error)) return new AppError('INTERNAL', 'The database failed.', { cause: error });
  if (resuming.has(error.name))
    return new AppError('DATABASE_RESUMING', 'The database is waking up.', {
      retryable: true,
      retryAfter: RESUME_SECONDS,
      cause: error,
    });
  const state = sqlStateOf(error);
  if (state !== undefined) return ofSqlState(state, error);
  if (isTimeout(error))
    return new AppError('TIMEOUT', 'The database took too long.', { retryable: true, cause: error });
  const known = byException[error.name];
  if (known !== undefined)
    return new AppError(known.code, known.message, { retryable: known.retryable ?? false, cause: error });
  const reached = error instanceof RDSDataServiceException;
  return reached
    ? new AppError('INTERNAL', 'The database refused a call.', {
        data: { exception: error.name },
        cause: error,
      })
    : new AppError('UNAVAILABLE', 'The database cannot be reached.', { retryable: true, cause: error });
}
