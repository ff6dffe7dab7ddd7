import { toAppError, type AppError, type ErrorCode } from '../errors.ts';

/** The one table from error code to HTTP status. */
const statusOf: Readonly<Record<ErrorCode, number>> = {
  INVALID_INPUT: 400,
  MALFORMED_JSON: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NO_TENANT: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  VERSION_CONFLICT: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  IN_USE: 409,
  GONE: 410,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  BUDGET_SPENT: 429,
  DATABASE_RESUMING: 503,
  UNAVAILABLE: 503,
  TIMEOUT: 503,
  LEASE_LOST: 409,
  MODEL_THROTTLED: 503,
  MODEL_UNAVAILABLE: 503,
  MODEL_REFUSED: 422,
  MODEL_OUTPUT_INVALID: 422,
  MODEL_CONTEXT_OVERFLOW: 422,
  MODEL_NOT_CONFIGURED: 503,
  TOOL_FAILED: 422,
  TOOL_UNAVAILABLE: 503,
  AGENT_RAISED: 422,
  CANCELLED: 409,
  CAP_REACHED: 422,
  INTERNAL: 500,
};

const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** What middy's own middlewares throw (http-errors shape), in the product's terms. */
function fromMiddy(error: unknown): unknown {
  const statusCode = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (statusCode === 415) return 'UNSUPPORTED_MEDIA_TYPE';
  return typeof statusCode === 'number' && statusCode < 500 ? 'MALFORMED_JSON' : undefined;
}

const middyMessages = {
  UNSUPPORTED_MEDIA_TYPE: 'The body must be JSON; send Content-Type: application/json.',
  MALFORMED_JSON: 'The body is not well-formed JSON.',
} as const;

export interface ErrorResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** The error envelope of the contract. Never carries a stack, SQL or a secret: internal errors say nothing of themselves. */
export function toErrorResponse(error: unknown, requestId: string, now: Date): ErrorResponse {
  const ofMiddy = fromMiddy(error) as keyof typeof middyMessages | undefined;
  const known: Pick<AppError, 'code' | 'message' | 'data' | 'retryAfter'> =
    ofMiddy === undefined
      ? toAppError(error)
      : { code: ofMiddy, message: middyMessages[ofMiddy], data: {}, retryAfter: undefined };
  const statusCode = statusOf[known.code];
  const retryAfter =
    statusCode === 429 || statusCode === 503 ? (known.retryAfter ?? DEFAULT_RETRY_AFTER_SECONDS) : undefined;
  return {
    statusCode,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': requestId,
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
      ...(known.code === 'METHOD_NOT_ALLOWED' && Array.isArray(known.data['allow'])
        ? { allow: known.data['allow'].join(', ') }
        : {}),
    },
    body: JSON.stringify({
      error: known.message,
      error_code: known.code,
      timestamp: now.toISOString(),
      request_id: requestId,
      details: known.data,
    }),
  };
}
