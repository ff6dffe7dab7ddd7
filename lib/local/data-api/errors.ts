/**
 * An error as the RDS Data API answers it: the exception's name goes into `x-amzn-errortype`, where the SDK
 * finds the class to throw. Names and statuses: API reference of the RDS Data API, "Errors" of each operation.
 */
export class DataApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

export const badRequest = (message: string) => new DataApiError('BadRequestException', message);
export const validation = (message: string) => new DataApiError('ValidationException', message);
export const unsupportedResult = (message: string) => new DataApiError('UnsupportedResultException', message);
export const statementTimeout = () =>
  new DataApiError('StatementTimeoutException', 'Request timed out: a call may last 45 seconds');
export const databaseResuming = () =>
  new DataApiError(
    'DatabaseResumingException',
    'The Aurora DB instance is resuming after being auto-paused. Please wait a few seconds and try again.',
  );
export const transactionRunning = () =>
  new DataApiError('DatabaseErrorException', 'Transaction is still running a query');
export const transactionNotFound = (id: string, cause: string) =>
  new DataApiError('TransactionNotFoundException', `Transaction ${id} is not found. ${cause}`, 404);

/** `ERROR: <message>; SQLState: <five characters>`, as the Data API words what PostgreSQL reported. */
export const databaseError = (message: string, sqlState: string) =>
  new DataApiError('DatabaseErrorException', `ERROR: ${message}; SQLState: ${sqlState}`);
