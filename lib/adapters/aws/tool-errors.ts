import { AppError } from '../../errors.ts';

const DENIED = new Set([
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredTokenException',
  'InvalidSignatureException',
  'UnrecognizedClientException',
]);

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

const isOurMistake = (error: unknown): boolean =>
  error instanceof Error &&
  '$fault' in error &&
  error.$fault === 'client' &&
  !('$retryable' in error && error.$retryable !== undefined);

const isThrottling = (error: unknown): boolean => /Throttl|TooManyRequests/.test(nameOf(error));

/**
 * Why a call to an AWS service that a tool stands on failed: CANCELLED; TOOL_UNAVAILABLE without the right to call it, or
 * (retryable) when it is throttled, slow or down; TOOL_FAILED when it refuses the request.
 */
export function toToolError(service: string, error: unknown, signal: AbortSignal | undefined): AppError {
  if (error instanceof AppError) return error;
  const because = (code: 'CANCELLED' | 'TOOL_UNAVAILABLE' | 'TOOL_FAILED', text: string, retryable = false) =>
    new AppError(code, `${service} ${text}.`, { cause: error, retryable });
  if (signal?.aborted === true) return because('CANCELLED', 'was not waited for');
  if (DENIED.has(nameOf(error)))
    return because('TOOL_UNAVAILABLE', 'may not be called with the credentials of this deployment');
  if (isOurMistake(error) && !isThrottling(error)) return because('TOOL_FAILED', 'refused the request');
  return because('TOOL_UNAVAILABLE', 'did not answer', true);
}

/** A tool must answer within seconds; what is slower counts as down. */
export const impatient = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};
