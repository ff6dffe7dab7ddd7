/**
 * Stable error codes of the product. Which HTTP status each becomes is decided once, in http.ts.
 */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'MALFORMED_JSON'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NO_TENANT'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'VERSION_CONFLICT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IN_USE'
  | 'GONE'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RATE_LIMITED'
  | 'BUDGET_SPENT'
  | 'DATABASE_RESUMING'
  | 'UNAVAILABLE'
  | 'TIMEOUT'
  | 'LEASE_LOST'
  | 'MODEL_THROTTLED'
  | 'MODEL_UNAVAILABLE'
  | 'MODEL_REFUSED'
  | 'MODEL_OUTPUT_INVALID'
  | 'MODEL_CONTEXT_OVERFLOW'
  | 'MODEL_NOT_CONFIGURED'
  | 'TOOL_FAILED'
  | 'TOOL_UNAVAILABLE'
  | 'AGENT_RAISED'
  | 'CANCELLED'
  | 'CAP_REACHED'
  | 'INTERNAL';

export interface ErrorOptions {
  /** Machine-readable facts for the caller (JSON paths, ids, versions). Never a secret, SQL or a stack. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: boolean;
  /** Seconds to wait before a retry, where known. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** The one error type that crosses module borders. Knows no HTTP. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.data = options.data ?? {};
    this.retryable = options.retryable ?? false;
    this.retryAfter = options.retryAfter;
  }
}

/** One thing wrong with an input. `path` is a JSON path such as `$.ingestion_playbook.agent_execution_graph.edges[2].to`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

export const invalidInput = (problems: readonly Problem[]): AppError =>
  new AppError('INVALID_INPUT', problems.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    data: { problems },
  });

/** Says the same of a missing and of a foreign resource. */
export const notFound = (kind: string, id: string): AppError =>
  new AppError('NOT_FOUND', `No ${kind} has the id ${id}.`);

export const forbidden = (message: string): AppError => new AppError('FORBIDDEN', message);

export const versionConflict = (current: number | undefined): AppError =>
  new AppError('VERSION_CONFLICT', 'It was changed in the meantime; read it again and repeat the change.', {
    data: current === undefined ? {} : { current_version: current },
  });

export const toAppError = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError('INTERNAL', 'Something went wrong on our side.', { cause: error });
